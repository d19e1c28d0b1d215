import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { initialWeights, WEIGHT_VALUES } from '../../../src/adaptation/weights.ts';
import { topOf } from '../../../src/adaptation/site-network.ts';
import { CUT_VALUES, MASK_UNITS, summarise } from '../../../src/detector/cut.ts';
import { loadModelFiles } from '../../../src/detector/model-files.ts';
import { Network } from '../../../src/detector/network.ts';
import { Random } from '../../../src/adaptation/blend/random.ts';
import { root } from '../../../tools/build.ts';
import { useWasm } from '../../../tools/models/wasm.ts';
import { RANGES } from './cuts.ts';

beforeAll(useWasm);

const read = async (url: string) =>
  new Response(new Uint8Array(await readFile(path.join(root, 'models', url))));

describe('the summary', () => {
  it('is what its definition says, and knows no place', async () => {
    const random = new Random(1);
    const of = (channels: number) => Array.from({ length: 64 * channels }, () => random.normal(1));
    const [maps, hidden, mask, pooled] = [of(96), of(MASK_UNITS), of(1), of(20)];
    const summary = (order: (values: number[], channels: number) => number[]) =>
      summarise(
        tf.tensor4d(order(maps, 96), [1, 8, 8, 96]),
        tf.tensor4d(order(hidden, MASK_UNITS), [1, 8, 8, MASK_UNITS]),
        tf.tensor4d(order(mask, 1), [1, 8, 8, 1]),
        tf.tensor2d(pooled.slice(0, 1280), [1, 1280]),
      ).data();
    const found = await summary((values) => values);
    expect(found).toHaveLength(CUT_VALUES);

    const at = (values: number[], channels: number, y: number, x: number, c: number) =>
      values[(y * 8 + x) * channels + c] ?? 0;
    const fields = Array.from({ length: 64 }, (_, i) => [Math.floor(i / 8), i % 8] as const);
    const mean = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
    const suspicious = [...mask.keys()].sort((a, b) => (mask[b] ?? 0) - (mask[a] ?? 0)).slice(0, 8);
    for (const c of [0, 41, 95]) {
      const values = fields.map(([y, x]) => at(maps, 96, y, x, c));
      const spread = Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
      const contrast = fields.map(([y, x]) => {
        const around = fields.filter(([v, u]) => Math.abs(v - y) <= 1 && Math.abs(u - x) <= 1);
        return Math.abs(at(maps, 96, y, x, c) - mean(around.map(([v, u]) => at(maps, 96, v, u, c))));
      });
      expect(found[c]).toBeCloseTo(spread, 4);
      expect(found[96 + c]).toBeCloseTo(mean(contrast), 4);
      expect(found[192 + c]).toBeCloseTo(mean(suspicious.map((i) => values[i] ?? 0)), 4);
    }
    expect(found[288 + 3]).toBeCloseTo(mean(suspicious.map((i) => hidden[i * MASK_UNITS + 3] ?? 0)), 4);
    expect(found[288 + MASK_UNITS]).toBeCloseTo(pooled[0] ?? 0, 5);

    // Mirrored, every field has the same neighbours: nothing of where it was is left.
    const mirrored = await summary((values, channels) =>
      fields.flatMap(([y, x]) =>
        Array.from({ length: channels }, (_, c) => at(values, channels, y, 7 - x, c)),
      ),
    );
    mirrored.forEach((value, i) => expect(value).toBeCloseTo(found[i] ?? Number.NaN, 4));
  });
});

describe('version 0 of a site', () => {
  it('judges as the network that ships, with the same features and masks', async () => {
    const network = await Network.load(await loadModelFiles('', read));
    const tensors = tf.memory().numTensors;
    const { golden } = await loadModelFiles('', read);
    const size = 128 * 128 * 3;
    const faces = golden.logits.map((_, i) => golden.inputs.subarray(i * size, (i + 1) * size));
    expect(network.adaptable).toBe(true);
    const weights = initialWeights(await network.topWeights(), 1);
    expect(weights).toHaveLength(WEIGHT_VALUES);
    const original = await network.judge(faces);
    const site = await network.judge(faces, topOf(weights, RANGES));
    site.forEach((judged, i) => {
      expect(judged.feature).toEqual(original[i]?.feature);
      expect(judged.mask).toEqual(original[i]?.mask);
      // The suspicious fields are chosen for each look by itself, so that the sum is a little larger.
      const difference = judged.logit - (original[i]?.logit ?? Number.NaN);
      expect(difference).toBeGreaterThan(-1e-4);
      expect(difference).toBeLessThan(0.5);
    });
    const cut = await network.cut(faces);
    expect(cut.map((values) => values.length)).toEqual(faces.map(() => CUT_VALUES));
    expect(tf.memory().numTensors).toBe(tensors);
    network.dispose();
  });
});
