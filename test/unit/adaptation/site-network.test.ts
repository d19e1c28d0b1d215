import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { initialWeights, WEIGHT_VALUES } from '../../../src/adaptation/training/weights.ts';
import { topOf } from '../../../src/adaptation/training/site-network.ts';
import { CUT_VALUES, SUMMARY_VALUES, summarise } from '../../../src/detector/cut.ts';
import { INPUT_SIZE } from '../../../src/detector/crop.ts';
import { MASK_FIELDS, MASK_SIDE, SUSPICIOUS_FIELDS } from '../../../src/detector/mask.ts';
import { CUT } from '../../../src/detector/network-shape.ts';
import { loadModelFiles } from '../../../src/detector/model-files.ts';
import { Network } from '../../../src/detector/network.ts';
import { Random } from '../../../src/adaptation/random.ts';
import { root } from '../../../tools/lib/build.ts';
import { useWasm } from '../../../tools/verify-models/wasm.ts';
import { RANGES } from './cuts.ts';

const CHANNELS = CUT.channels;

beforeAll(useWasm);

const read = async (url: string) =>
  new Response(new Uint8Array(await readFile(path.join(root, 'models', url))));

describe('the summary', () => {
  it('is what its definition says, and knows no place', async () => {
    const random = new Random(1);
    const of = (channels: number) => Array.from({ length: MASK_FIELDS * channels }, () => random.normal(1));
    const [maps, mask, pooled] = [of(CHANNELS), of(1), of(CUT.pooledUnits)];
    const summary = (order: (values: number[], channels: number) => number[]) =>
      summarise(
        tf.tensor4d(order(maps, CHANNELS), [1, MASK_SIDE, MASK_SIDE, CHANNELS]),
        tf.tensor4d(order(mask, 1), [1, MASK_SIDE, MASK_SIDE, 1]),
        tf.tensor2d(pooled.slice(0, CUT.pooledUnits), [1, CUT.pooledUnits]),
      ).data();
    const found = await summary((values) => values);
    expect(found).toHaveLength(CUT_VALUES);

    const at = (values: number[], channels: number, y: number, x: number, c: number) =>
      values[(y * MASK_SIDE + x) * channels + c] ?? 0;
    const fields = Array.from(
      { length: MASK_FIELDS },
      (_, i) => [Math.floor(i / MASK_SIDE), i % MASK_SIDE] as const,
    );
    const mean = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
    const suspicious = [...mask.keys()]
      .sort((a, b) => (mask[b] ?? 0) - (mask[a] ?? 0))
      .slice(0, SUSPICIOUS_FIELDS);
    for (const c of [0, 41, CHANNELS - 1]) {
      const values = fields.map(([y, x]) => at(maps, CHANNELS, y, x, c));
      const spread = Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
      const contrast = fields.map(([y, x]) => {
        const around = fields.filter(([v, u]) => Math.abs(v - y) <= 1 && Math.abs(u - x) <= 1);
        return Math.abs(
          at(maps, CHANNELS, y, x, c) - mean(around.map(([v, u]) => at(maps, CHANNELS, v, u, c))),
        );
      });
      expect(found[c]).toBeCloseTo(spread, 4);
      expect(found[CHANNELS + c]).toBeCloseTo(mean(contrast), 4);
      expect(found[2 * CHANNELS + c]).toBeCloseTo(mean(suspicious.map((i) => values[i] ?? 0)), 4);
    }
    expect(found[SUMMARY_VALUES]).toBeCloseTo(pooled[0] ?? 0, 5);

    // Mirrored, every field has the same neighbours: nothing of where it was is left.
    const mirrored = await summary((values, channels) =>
      fields.flatMap(([y, x]) =>
        Array.from({ length: channels }, (_, c) => at(values, channels, y, MASK_SIDE - 1 - x, c)),
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
    const size = INPUT_SIZE * INPUT_SIZE * 3;
    const faces = golden.logits.map((_, i) => golden.inputs.subarray(i * size, (i + 1) * size));
    expect(network.adaptable).toBe(true);
    const weights = initialWeights(await network.topWeights(), 1);
    expect(weights).toHaveLength(WEIGHT_VALUES);
    const original = await network.judge(faces);
    const site = await network.judge(faces, topOf(weights, RANGES));
    site.forEach((judged, i) => {
      expect(judged.feature).toEqual(original[i]?.feature);
      expect(judged.mask).toEqual(original[i]?.mask);
      expect(judged.logit).toBeCloseTo(original[i]?.logit ?? Number.NaN, 4);
    });
    const cut = await network.cut(faces);
    expect(cut.map((values) => values.length)).toEqual(faces.map(() => CUT_VALUES));
    expect(tf.memory().numTensors).toBe(tensors);
    network.dispose();
  });
});
