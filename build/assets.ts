import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { transform } from 'esbuild';
import { addNormalisationMetadata } from './face-model.ts';
import { KERNEL_BUILDS, compileKernels } from './kernels.ts';
import { licencesText } from './licences.ts';
import { writeLocales } from './locales.ts';

/**
 * Everything that ships as a plain file beside the bundles: model weights, WebAssembly, icons, licence texts.
 * It is gathered into `public/` (ignored by git), which both the build and the development server copy verbatim.
 */
const root = path.resolve(import.meta.dirname, '..');
const modules = path.join(root, 'node_modules');
const publicDir = path.join(root, 'public');

/** Package file → place in the extension. Of WebAssembly only what the engine page loads: the SIMD build runs in every supported browser. */
const PACKAGE_FILES = {
  '@mediapipe/tasks-vision/wasm/vision_wasm_internal.js': 'wasm/mediapipe/vision_wasm_internal.js',
  '@mediapipe/tasks-vision/wasm/vision_wasm_internal.wasm': 'wasm/mediapipe/vision_wasm_internal.wasm',
  '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm': 'wasm/tfjs/tfjs-backend-wasm-simd.wasm',
  '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm': 'wasm/tfjs/tfjs-backend-wasm.wasm',
  '@vladmandic/face-api/demo/sample6.jpg': 'sample/photo.jpg',
  '@vladmandic/face-api/model/face_recognition_model-weights_manifest.json': 'models/identity/weights.json',
  '@vladmandic/face-api/model/face_recognition_model.bin': 'models/identity/weights.bin',
} as const;

const FACE_MODEL = '@mediapipe/face_detection/face_detection_full_range_sparse.tflite';

/** Comments in it name addresses; without them the shipped JavaScript names none, and that can be checked without exceptions. */
async function stripComments(file: string): Promise<void> {
  const { code } = await transform(await readFile(file, 'utf8'), {
    minifyWhitespace: true,
    legalComments: 'none',
  });
  await writeFile(file, code);
}

async function copyInto(from: string, to: string): Promise<void> {
  const target = path.join(publicDir, to);
  await mkdir(path.dirname(target), { recursive: true });
  await cp(from, target, { recursive: true });
}

/** Writes down what the files of a folder must be, for the engine to check before it uses them. */
async function writeChecksums(folder: string): Promise<void> {
  const target = path.join(publicDir, folder);
  const sums: Record<string, string> = {};
  for (const name of (await readdir(target)).sort()) {
    sums[name] = createHash('sha256')
      .update(await readFile(path.join(target, name)))
      .digest('hex');
  }
  await writeFile(path.join(target, 'checksums.json'), JSON.stringify(sums, null, 2));
}

export async function prepareAssets(): Promise<void> {
  await rm(publicDir, { recursive: true, force: true });
  for (const [from, to] of Object.entries(PACKAGE_FILES)) await copyInto(path.join(modules, from), to);
  await stripComments(path.join(publicDir, 'wasm/mediapipe/vision_wasm_internal.js'));

  const faceModel = addNormalisationMetadata(new Uint8Array(await readFile(path.join(modules, FACE_MODEL))));
  await mkdir(path.join(publicDir, 'models/face'), { recursive: true });
  await writeFile(path.join(publicDir, 'models/face/face-detector.tflite'), faceModel);

  // Beside tfjs's own, on whose memory they work.
  for (const [name, features] of Object.entries(KERNEL_BUILDS))
    await writeFile(path.join(publicDir, 'wasm/tfjs', name), await compileKernels(features));

  for (const folder of ['models/face', 'models/identity', 'wasm/mediapipe', 'wasm/tfjs'])
    await writeChecksums(folder);

  // Without models/ the extension still builds; it then says "the detector is missing" instead of a verdict.
  const models = path.join(root, 'models');
  if (existsSync(models)) {
    for (const name of await readdir(models)) {
      if (name === 'checksums.json' || name === 'detector' || name === 'replay')
        await copyInto(path.join(models, name), `models/${name}`);
    }
  }

  const icons = path.join(root, 'assets/icons');
  for (const name of (await readdir(icons)).filter((file) => file.endsWith('.png'))) {
    await copyInto(path.join(icons, name), `icons/${name}`);
  }
  await writeLocales(path.join(publicDir, '_locales'));
  await writeFile(path.join(publicDir, 'licenses.txt'), await licencesText(root));
}

if (import.meta.filename === process.argv[1]) await prepareAssets();
