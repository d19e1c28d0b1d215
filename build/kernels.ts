import path from 'node:path';
import asc from 'assemblyscript/asc';

/** Compiles the kernels of the detector's network. The same source gives the same bytes. */

const FOLDER = path.resolve(import.meta.dirname, '../src/detector/kernels/assembly');

/** Nothing is compiled in but what is written there: no memory manager, no memory of their own, no checks. */
const OPTIONS = [
  ...['index.ts', '--baseDir', FOLDER, '--outFile', 'kernels.wasm'],
  ...['--runtime', 'stub', '--noAssert', '--importMemory', '--noExportMemory'],
  // With "s", for size, too: without it V8 11 puts the sums of a product away in each step, and takes half as long again (7.5 instead of
  // 11 billion multiply-accumulates a second). V8 15 makes no difference between both.
  '-O3s',
  // Values of SIMD are passed between functions here, and not out of the module.
  ...['--disableWarning', 'AS112'],
];

/** File → what it needs besides WebAssembly as every supported browser has it. */
export const KERNEL_BUILDS = {
  'kernels-relaxed-simd.wasm': ['simd', 'relaxed-simd'],
  'kernels-simd.wasm': ['simd'],
} as const;

/** @param features of {@link KERNEL_BUILDS}. @throws Error with the compiler's messages. */
export async function compileKernels(features: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  const written: Uint8Array<ArrayBuffer>[] = [];
  const messages: string[] = [];
  const { error } = await asc.main([...OPTIONS, ...features.flatMap((one) => ['--enable', one])], {
    writeFile: (_, contents) => {
      if (typeof contents !== 'string') written.push(Uint8Array.from(contents));
    },
    stderr: {
      write: (chunk: Uint8Array | string) => {
        messages.push(typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk));
      },
    },
  });
  const [compiled] = written;
  if (error || !compiled)
    throw new Error(`The kernels could not be compiled:\n${messages.join('')}`, { cause: error });
  return compiled;
}
