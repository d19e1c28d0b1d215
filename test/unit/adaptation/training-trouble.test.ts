import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Random } from '../../../src/adaptation/random.ts';
import {
  DEFAULT_TRAINING,
  train,
  type Pace,
  type TrainingData,
} from '../../../src/adaptation/training/training.ts';
import { WEIGHT_VALUES } from '../../../src/adaptation/training/weights.ts';
import { useWasm } from '../../../tools/verify-models/wasm.ts';
import { RANGES, drawnCut } from './cuts.ts';

/** Whatever ends a round, and wherever: the reason comes out and nothing is left in memory. */

beforeAll(useWasm);

const random = new Random(7);
const data: TrainingData = {
  ranges: RANGES,
  source: Array.from({ length: 20 }, (_, i) => {
    const cut = drawnCut(random);
    return { cut, shown: cut, manipulated: i % 2 !== 0, pair: i % 4 > 1, teacherLogit: 0 };
  }),
  fakeRate: null,
  grain: null,
  site: Array.from({ length: 6 }, () => drawnCut(random)),
};
const draw = new Random(2);
const initial = Float32Array.from({ length: WEIGHT_VALUES }, () => draw.normal(0.03));
// Slices of every kind in a step.
const options = {
  ...DEFAULT_TRAINING,
  steps: 2,
  weights: { ...DEFAULT_TRAINING.weights, blends: 0.5 },
};

function run(change: Partial<Pace>, of = data) {
  const pace: Pace = {
    signal: new AbortController().signal,
    yieldToEngine: () => Promise.resolve(),
    ...change,
  };
  return train(of, initial, options, pace);
}

let before: { numTensors: number; numBytes: number };
beforeEach(() => {
  const { numTensors, numBytes } = tf.memory();
  before = { numTensors, numBytes };
});
afterEach(() => {
  expect(tf.memory()).toMatchObject(before);
});

// Breath 1 lies after the estimate of the share, 2 to 9 after the source's slices of the first step, 10 and 11 after those of the site's blends
// and faces, 12 after the step itself.
describe.each([1, 2, 9, 10, 11, 12, 15])('at breath %d', (which) => {
  const at = (act: () => Promise<void>) => {
    let breaths = 0;
    return () => (++breaths === which ? act() : Promise.resolve());
  };

  it('an abort ends the round with its reason', async () => {
    const abort = new AbortController();
    const reason = new Error('The switch was turned off');
    const yieldToEngine = at(() => {
      abort.abort(reason);
      return Promise.resolve();
    });
    await expect(run({ signal: abort.signal, yieldToEngine })).rejects.toBe(reason);
  });

  it('a breath that fails ends it with its error', async () => {
    const error = new Error('The engine closes');
    await expect(run({ yieldToEngine: at(() => Promise.reject(error)) })).rejects.toBe(error);
  });
});

it('a signal that was aborted before lets nothing begin', async () => {
  const reason = new Error('Too late');
  let breaths = 0;
  const yieldToEngine = () => {
    breaths++;
    return Promise.resolve();
  };
  await expect(run({ signal: AbortSignal.abort(reason), yieldToEngine })).rejects.toBe(reason);
  expect(breaths).toBe(0);
});

it.each(['source', 'site'] as const)('is told that there is no %s', async (part) => {
  await expect(run({}, { ...data, [part]: [] })).rejects.toThrow(RangeError);
});

it('a checkpoint of another format is refused', async () => {
  const pace: Pace = { signal: new AbortController().signal, yieldToEngine: () => Promise.resolve() };
  const foreign = { step: 1, values: new Float32Array(7), fakeRate: null };
  await expect(train(data, initial, options, pace, foreign)).rejects.toThrow(RangeError);
});
