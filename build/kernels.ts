import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** Compiles the kernels of the detector's network. The same source gives the same bytes. */

const run = promisify(execFile);
const COMPILER = path.resolve(import.meta.dirname, '../node_modules/assemblyscript/bin/asc.js');
const FOLDER = path.resolve(import.meta.dirname, '../src/detector/kernels/assembly');

/** Nothing is compiled in but what is written there: no memory manager, no memory of their own, no checks. */
const OPTIONS = [
  ...['index.ts', '--baseDir', FOLDER],
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

/**
 * By the compiler's own command: its program brings types of arrays that hide what `at` may not find.
 * @param features of {@link KERNEL_BUILDS}. @throws Error with the compiler's messages.
 */
export async function compileKernels(features: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-kernels-'));
  const outFile = path.join(folder, 'kernels.wasm');
  const enabled = features.flatMap((one) => ['--enable', one]);
  try {
    await run(process.execPath, [COMPILER, ...OPTIONS, ...enabled, '--outFile', outFile]);
    return Uint8Array.from(await readFile(outFile));
  } catch (error) {
    throw new Error(`The kernels could not be compiled: ${String(error)}`, { cause: error });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
