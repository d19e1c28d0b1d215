import type { BackendName } from '../verdict/types.ts';

/** Where the network runs, for people. */
export const BACKEND_WORDS = {
  webgpu: 'the graphics card (WebGPU)',
  webgl: 'the graphics card (WebGL)',
  wasm: 'the processor (WebAssembly)',
} as const satisfies Record<BackendName, string>;
