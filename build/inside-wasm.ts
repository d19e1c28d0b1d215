import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { KERNEL_BUILDS } from './kernels.ts';

/**
 * WebAssembly that ships holds libraries that no package lists. What is known of them is in `build/licences/inside`, a file each, and the
 * texts of their licences in one for all. This holds them to what the files tell of themselves.
 */

/** WebAssembly of a package → the file that lists what is in it. */
const INSIDE: Readonly<Record<string, string>> = {
  '@mediapipe/tasks-vision/wasm/vision_wasm_internal.wasm': 'mediapipe.txt',
  '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm': 'tfjs.txt',
  '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm': 'tfjs.txt',
  '@contentauth/c2pa-wasm/pkg/c2pa_bg.wasm': 'c2pa.txt',
};
const TEXTS = 'texts.txt';

/** Paths of sources that compilers leave in messages: of C++ and of Rust. */
const PATHS = [
  /third_party\/([A-Za-z]\w*)\//g,
  /(?:registry\/src\/[^/]+|\/rust\/deps)\/([a-z][\w-]*?)-\d+\.\d+\.\d+/g,
];

/** The libraries that a WebAssembly file names itself. */
export function librariesNamedIn(wasm: Uint8Array): Set<string> {
  const text = Buffer.from(wasm).toString('latin1');
  return new Set(PATHS.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name = '']) => name)));
}

const listOf = (root: string, name: string): Promise<string> =>
  readFile(path.join(root, 'build/licences/inside', name), 'utf8');

/** What is in WebAssembly that ships and stands in no list: `FILE: LIBRARY`. */
export async function unlistedInside(root: string): Promise<string[]> {
  const unlisted = Object.entries(INSIDE).map(async ([file, list]) => {
    const words = new Set((await listOf(root, list)).split(/[^\w-]+/));
    const named = librariesNamedIn(await readFile(path.join(root, 'node_modules', file)));
    return [...named].filter((name) => !words.has(name)).map((name) => `${file}: ${name}`);
  });
  return (await Promise.all(unlisted)).flat();
}

/** The lists, and the texts of all licences in them. @throws Error if a file names a library that its list lacks. */
export async function insideTexts(root: string): Promise<string[]> {
  const unlisted = await unlistedInside(root);
  if (unlisted.length > 0)
    throw new Error(`No licence is known of ${unlisted.join(', ')}: add it in build/licences/inside`);
  return Promise.all([...new Set(Object.values(INSIDE)), TEXTS].map((name) => listOf(root, name)));
}

/** Whether there is a list for a WebAssembly file of a build, which may bear a hash in its name, or nothing of others is in it. */
export function isListed(built: string): boolean {
  if (path.basename(built) in KERNEL_BUILDS) return true;
  const name = path.basename(built).replace(/-[\w-]{8}(?=\.wasm$)/, '');
  return Object.keys(INSIDE).some((file) => [name, path.basename(built)].includes(path.basename(file)));
}
