import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
// The library chains operations.
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
import { beforeAll, expect, it } from 'vitest';
import { CHIP_SIDE } from '../../../../src/detector/identity/chip.ts';
import { DescriptorNetwork } from '../../../../src/detector/identity/descriptor-network.ts';
import { ModelFilesError } from '../../../../src/detector/model-files-error.ts';
import { root } from '../../../../tools/lib/build.ts';
import { useWasm } from '../../../../tools/verify-models/wasm.ts';

beforeAll(useWasm);

const PACKAGE = path.join(root, 'node_modules/@vladmandic/face-api');
const FILES = path.join(PACKAGE, 'model/face_recognition_model');

/** What is used of the library's network. */
interface LibraryNetwork {
  loadFromWeightMap: (weights: tf.NamedTensorMap) => void;
  forwardInput: (input: { toBatchTensor: () => tf.Tensor4D }) => tf.Tensor2D;
}

async function bytesOf(file: string): Promise<ArrayBuffer> {
  return Uint8Array.from(await readFile(file)).buffer;
}

async function files(): Promise<[ArrayBuffer, ArrayBuffer]> {
  return [await bytesOf(`${FILES}-weights_manifest.json`), await bytesOf(`${FILES}.bin`)];
}

/** Colours that change smoothly, in another way for each number. */
function drawn(number: number): Uint8Array {
  return Uint8Array.from({ length: CHIP_SIDE * CHIP_SIDE * 3 }, (_, at) => {
    const [x, y, c] = [Math.floor(at / 3) % CHIP_SIDE, Math.floor(at / 3 / CHIP_SIDE), at % 3];
    return 128 + 100 * Math.sin((x * (number + 1) + y * (c + 2)) / 23);
  });
}

/** The library's own network, on our tfjs: it asks for a package of tfjs that we do not have. */
async function libraryNetwork(): Promise<LibraryNetwork> {
  const source = await readFile(path.join(PACKAGE, 'dist/face-api.esm-nobundle.js'), 'utf8');
  const folder = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-descriptor-'));
  const core = import.meta.resolve('@tensorflow/tfjs-core');
  const file = path.join(folder, 'library.mjs');
  try {
    await writeFile(file, source.replaceAll(/"@tensorflow\/[^"]+"/g, JSON.stringify(core)));
    const library = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as {
      FaceRecognitionNet: new () => LibraryNetwork;
    };
    return new library.FaceRecognitionNet();
  } finally {
    await rm(folder, { recursive: true });
  }
}

it('says the same as the library that ships the weights', async () => {
  const [manifest, weights] = await files();
  const library = await libraryNetwork();
  const listed = JSON.parse(new TextDecoder().decode(manifest)) as {
    weights: tf.io.WeightsManifestEntry[];
  }[];
  library.loadFromWeightMap(
    tf.io.decodeWeights(
      weights,
      listed.flatMap((group) => group.weights),
    ),
  );
  const theirs = await Promise.all(
    [0, 3].map((number) => {
      const picture = tf.tensor4d(Float32Array.from(drawn(number)), [1, CHIP_SIDE, CHIP_SIDE, 3]);
      return library.forwardInput({ toBatchTensor: () => picture }).data();
    }),
  );
  const before = tf.memory().numTensors;
  const network = DescriptorNetwork.load(manifest, weights);
  const ours = await network.describe([drawn(0), drawn(3)]);
  network.dispose();
  expect(tf.memory().numTensors).toBe(before);
  for (const [index, descriptor] of ours.entries()) {
    const other = theirs[index] ?? new Float32Array();
    expect(descriptor).toHaveLength(other.length);
    expect(Math.max(...descriptor.map((value, at) => Math.abs(value - (other[at] ?? NaN))))).toBeLessThan(
      1e-4,
    );
  }
});

it('refuses weights that are not all there', async () => {
  const [manifest, weights] = await files();
  expect(() => DescriptorNetwork.load(manifest, weights.slice(4))).toThrow(ModelFilesError);
});
