import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/adaptation/random.ts';
import { mean } from '../../../src/adaptation/measures.ts';
import { recalibrated } from '../../../src/adaptation/guard/recalibrate.ts';
import { logitsOf } from '../../../src/adaptation/training/outputs.ts';
import { WEIGHT_VALUES } from '../../../src/adaptation/training/weights.ts';
import { useWasm } from '../../../tools/verify-models/wasm.ts';
import { RANGES, drawnCut } from './cuts.ts';

beforeAll(useWasm);

const ready = () => Promise.resolve();

describe('a version’s logits', () => {
  it('get the mean and spread that the calibration was made for, in the same order', async () => {
    const random = new Random(1);
    const faces = Array.from({ length: 40 }, () => drawnCut(random));
    const weights = Float32Array.from({ length: WEIGHT_VALUES }, () => random.normal(0.05));
    const trained = await logitsOf(faces, RANGES, weights, ready);
    const installed = trained.map((_, i) => -3 + 5 * Math.sin(i));
    const after = await logitsOf(faces, RANGES, recalibrated(weights, trained, installed), ready);
    const spread = (values: Float32Array) =>
      Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
    expect(mean(after)).toBeCloseTo(mean(installed), 3);
    expect(spread(after)).toBeCloseTo(spread(installed), 3);
    const order = (values: Float32Array) =>
      [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
    expect(order(after)).toEqual(order(trained));
  });

  it('stay as they are where they are all the same', () => {
    const weights = new Float32Array(WEIGHT_VALUES).fill(0.1);
    expect(recalibrated(weights, new Float32Array(5), Float32Array.from([1, 2, 3, 4, 5]))).toBe(weights);
  });
});
