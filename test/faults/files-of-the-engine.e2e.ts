import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { isFinal, waitForBadge } from '../support/badge.ts';
import { changedBuild } from '../support/changed-build.ts';
import { Stage } from '../support/stage.ts';

/** Each file of the engine cut or missing: nothing is judged, and the user is told what to do. */

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const NEEDED = [
  'models/checksums.json',
  'models/detector/model.json',
  'models/detector/weights.bin',
  'models/detector/golden.json',
  'models/detector/golden.bin',
  'models/detector/calibration.json',
  'models/face/checksums.json',
  'models/face/face-detector.tflite',
  'wasm/mediapipe/checksums.json',
  'wasm/mediapipe/vision_wasm_internal.js',
  'wasm/mediapipe/vision_wasm_internal.wasm',
  'wasm/tfjs/checksums.json',
  'wasm/tfjs/tfjs-backend-wasm-simd.wasm',
  'wasm/tfjs/kernels-relaxed-simd.wasm',
];

const CHANGES = {
  cut: async (file: string) => {
    const bytes = await readFile(file);
    await writeFile(file, bytes.subarray(0, bytes.length >> 1));
  },
  missing: (file: string) => rm(file),
};

test.for(NEEDED.flatMap((file) => [['cut', file] as const, ['missing', file] as const]))(
  'a file of the engine is %s (%s): no verdict, and "reinstall the extension"',
  async ([how, file]) => {
    const { dist, remove } = await changedBuild((folder) => CHANGES[how](path.join(folder, file)));
    ends.push(remove);
    const stage = new Stage({ dist });
    ends.push(() => stage.down());
    await stage.up();
    await stage.setSite(true);
    const page = await stage.open('video.html', { src: '/clips/one-face.webm' });
    const badge = await waitForBadge(page, 'the refusal', isFinal, 90_000);
    expect(badge.headline).toBe(
      'Could not check (the detector is missing or damaged; reinstall the extension)',
    );
  },
);
