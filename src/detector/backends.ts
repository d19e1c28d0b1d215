import type { BackendName } from '../contracts/backend.ts';
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { Kernels } from './kernels/kernels.ts';
import type { ModelFiles } from './model-files.ts';
import { Network } from './network.ts';
import { verifiedFiles } from './verified-files.ts';
import type { BackendHost, BackendNature } from './selection.ts';

const WASM_FILES = ['tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm.wasm'];
/** Our own, the fastest first. */
const KERNEL_FILES = ['kernels-relaxed-simd.wasm', 'kernels-simd.wasm'];

/** Renderers that are programs: SwiftShader (Chromium), llvmpipe and softpipe (Mesa), WARP (Windows). */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

async function inspectWebGpu(): Promise<BackendNature> {
  if (!('gpu' in navigator)) return { kind: 'missing', detail: 'this browser has no WebGPU' };
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return { kind: 'missing', detail: 'no WebGPU adapter' };
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const detail = [vendor, architecture, device, description].filter(Boolean).join(' ');
  return { kind: isFallbackAdapter || SOFTWARE.test(detail) ? 'software' : 'hardware', detail };
}

function inspectWebGl(): BackendNature {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) return { kind: 'missing', detail: 'no WebGL 2' };
  const unmasked = gl.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = gl.getParameter(unmasked ? unmasked.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  const detail = typeof name === 'string' ? name : 'unknown renderer';
  // Browsers keep about 16 contexts a page; this one has served its purpose.
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return { kind: SOFTWARE.test(detail) ? 'software' : 'hardware', detail };
}

/** tfjs as a host of backends. */
export class TfjsBackends implements BackendHost {
  readonly #files: Pick<ModelFiles, 'topology' | 'weights'>;
  readonly #wasmBase: string;
  readonly #onLost: (name: BackendName, why: string) => void;
  /** Instances in use; asking tfjs for one would start it. */
  readonly #instances = new Map<BackendName, tf.KernelBackend>();
  readonly #kernels = new WeakMap<tf.KernelBackend, Kernels>();

  /**
   * @param wasmBase address of the folder with tfjs's `.wasm` files, our kernels and their `checksums.json`, ending in a slash.
   * @param onLost told once when a GPU backend loses its device.
   */
  constructor(
    files: Pick<ModelFiles, 'topology' | 'weights'>,
    wasmBase: string,
    onLost: (name: BackendName, why: string) => void,
  ) {
    this.#files = files;
    this.#onLost = onLost;
    this.#wasmBase = wasmBase;
    setWasmPaths(wasmBase);
    // The threaded build starts its workers from blob: URLs, which the policy of extension pages blocks; it would wait for ever.
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  }

  async inspect(name: BackendName): Promise<BackendNature> {
    if (name === 'webgpu') return inspectWebGpu();
    if (name === 'webgl') return inspectWebGl();
    return { kind: 'hardware', detail: 'CPU' };
  }

  /** @throws ModelFilesError if the files of WebAssembly are missing or damaged; Error if the backend does not start. */
  async activate(name: BackendName): Promise<void> {
    // tfjs reads one of its files by itself.
    const files =
      name === 'wasm' ? await verifiedFiles(this.#wasmBase, [...KERNEL_FILES, ...WASM_FILES]) : [];
    if (!(await tf.setBackend(name))) throw new Error('could not start');
    await tf.ready();
    const backend = tf.backend();
    this.#watch(name, backend);
    if (name !== 'wasm' || this.#kernels.has(backend)) return;
    const kernels = await Kernels.start(backend, files.slice(0, KERNEL_FILES.length));
    if (kernels) this.#kernels.set(backend, kernels);
  }

  /** Of the active backend; null where tfjs computes everything. */
  get kernels(): Kernels | null {
    return this.#kernels.get(tf.backend()) ?? null;
  }

  retire(name: BackendName): void {
    this.#instances.delete(name);
    const factory = tf.findBackendFactory(name);
    try {
      tf.removeBackend(name);
    } catch (error) {
      // A lost device cannot free its buffers any more; they went with it.
      console.warn(`FakeFilter: ${name} did not shut down cleanly`, error);
    }
    tf.registerBackend(name, factory);
  }

  load(): Promise<Network> {
    return Network.load(this.#files, this.kernels);
  }

  #watch(name: BackendName, instance: tf.KernelBackend): void {
    if (this.#instances.get(name) === instance) return;
    this.#instances.set(name, instance);
    const lost = (why: string): void => {
      // Destroying a retired device reports its loss, too.
      if (this.#instances.get(name) === instance) this.#onLost(name, why);
    };
    if (instance instanceof WebGPUBackend) {
      void instance.device.lost.then((info) => lost(info.message || info.reason));
    } else if (instance instanceof MathBackendWebGL) {
      const { canvas } = instance.getGPGPUContext().gl;
      canvas.addEventListener('webglcontextlost', () => lost('WebGL context lost'), { once: true });
    }
  }
}
