import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { isFinal, waitForBadge } from '../support/badge.ts';
import { changedBuild } from '../support/changed-build.ts';
import { Stage } from '../support/stage.ts';
import { siblings } from '../support/suite.ts';

/** Files of the engine that are not what they were: nothing is judged with them. */

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** The extension with one file changed in one byte. */
async function damaged(file: string): Promise<string> {
  const { dist, remove } = await changedBuild(async (folder) => {
    const bytes = await readFile(path.join(folder, file));
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    await writeFile(path.join(folder, file), bytes);
  });
  ends.push(remove);
  return dist;
}

test.for(
  siblings([
    'models/detector/weights.bin',
    'wasm/mediapipe/vision_wasm_internal.wasm',
    'models/face/face-detector.tflite',
    'wasm/mediapipe/vision_wasm_internal.js',
    'wasm/tfjs/tfjs-backend-wasm-simd.wasm',
    'wasm/tfjs/kernels-relaxed-simd.wasm',
  ]),
)('with another %s there is no verdict, and the reason is told', async (file) => {
  const stage = new Stage({ dist: await damaged(file) });
  ends.push(() => stage.down());
  await stage.up();
  await stage.setSite(true);
  const page = await stage.open('video.html', { src: '/clips/one-face.webm' });
  const badge = await waitForBadge(page, 'the refusal', isFinal, 90_000);
  expect(badge.headline).toBe(
    'Could not check (the detector is missing or damaged; reinstall the extension)',
  );
});
