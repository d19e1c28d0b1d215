import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mean } from '../../../src/adaptation/measures.ts';
import { Random } from '../../../src/adaptation/random.ts';
import { auc } from '../../../src/adaptation/measures.ts';
import { logitsOf } from '../../../src/adaptation/training/outputs.ts';
import {
  DEFAULT_TRAINING,
  train,
  type Checkpoint,
  type Pace,
  type TrainingData,
} from '../../../src/adaptation/training/training.ts';
import { WEIGHT_VALUES } from '../../../src/adaptation/training/weights.ts';
import { useWasm } from '../../../tools/verify-models/wasm.ts';
import { CUT_VALUES } from '../../../src/detector/cut.ts';
import { RANGES, drawnCut } from './cuts.ts';

beforeAll(useWasm);

const random = new Random(7);
const source = Array.from({ length: 80 }, (_, i) => {
  const cut = drawnCut(random, i % 2 === 0 ? 0 : 25);
  return { cut, shown: cut, manipulated: i % 2 !== 0, pair: i % 4 > 1, teacherLogit: 0 };
});
const data: TrainingData = {
  ranges: RANGES,
  source,
  fakeRate: null,
  // In two directions, of which no value tells the classes apart.
  grain: {
    spread: Float32Array.of(0.3, 0.1),
    directions: Float32Array.from({ length: 2 * CUT_VALUES }, (_, i) => Number(i % CUT_VALUES > 1500)),
  },
  site: Array.from({ length: 20 }, () => drawnCut(random)),
};
const draw = new Random(2);
const initial = Float32Array.from({ length: WEIGHT_VALUES }, () => draw.normal(0.03));
const options = { ...DEFAULT_TRAINING, steps: 30 };

function pace(change: Partial<Pace> = {}): Pace {
  return { signal: new AbortController().signal, yieldToEngine: () => Promise.resolve(), ...change };
}

let tensors = 0;
beforeEach(() => {
  tensors = tf.memory().numTensors;
});

async function separation(weights: Float32Array): Promise<number> {
  const of = (manipulated: boolean) =>
    logitsOf(
      source.filter((face) => face.manipulated === manipulated).map(({ cut }) => cut),
      RANGES,
      weights,
      () => Promise.resolve(),
    );
  return auc(await of(false), await of(true));
}

describe('training', () => {
  it('learns what tells the source apart, with every term switched on', async () => {
    const all = {
      source: 1,
      ranking: 0.2,
      distillation: 0.1,
      domain: 0.2,
    };
    const progress: number[] = [];
    const { weights, fakeRate, steps } = await train(
      data,
      initial,
      { ...options, steps: 60, weights: all },
      pace({ onProgress: (done) => progress.push(done) }),
    );
    expect(steps).toBe(60);
    expect(progress).toHaveLength(60);
    expect(progress.at(-1)).toBe(1);
    expect(await separation(weights)).toBeGreaterThan((await separation(initial)) + 0.2);
    expect(fakeRate).toBeGreaterThanOrEqual(0.02);
    expect(fakeRate).toBeLessThanOrEqual(0.5);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('says of self-blends under the look of a site what was said of them as they are, without a label', async () => {
    const drawn = new Random(3);
    const moved = (face: (typeof source)[number], i: number) => ({
      ...face,
      // Under the site's look all is moved, and what tells is half as strong.
      shown: drawnCut(drawn, face.manipulated ? 12 : 0).map((byte) => Math.min(255, byte + 20)),
      // What a pair is says nothing: nothing of it may be learned.
      pair: true,
      manipulated: i % 8 > 3,
      teacherLogit: face.manipulated ? 3 : -3,
    });
    const given = { ...data, source: [...source.filter(({ pair }) => !pair), ...source.map(moved)] };
    const { weights } = await train(given, initial, { ...options, steps: 60 }, pace());
    const said = async (part: typeof given.source) =>
      mean(
        await logitsOf(
          part.map(({ shown }) => shown),
          RANGES,
          weights,
          () => Promise.resolve(),
        ),
      );
    const [low, high] = [-3, 3].map((logit) => given.source.filter((face) => face.teacherLogit === logit));
    expect(await said(high ?? [])).toBeGreaterThan((await said(low ?? [])) + 1);
  });

  it('is a function of its seed', async () => {
    const once = await train(data, initial, options, pace());
    const again = await train(data, initial, options, pace());
    const other = await train(data, initial, { ...options, seed: 2 }, pace());
    expect(again.weights).toEqual(once.weights);
    expect(other.weights).not.toEqual(once.weights);
  });

  it('draws grain anew at every step', async () => {
    const plain = await train({ ...data, grain: null }, initial, options, pace());
    const grainy = await train(data, initial, options, pace());
    expect(grainy.weights).not.toEqual(plain.weights);
    expect(await separation(grainy.weights)).toBeGreaterThan(0.8);
  });

  it('goes on from a checkpoint as if it had never stopped', async () => {
    const longer = { ...options, steps: 110 };
    const checkpoints: Checkpoint[] = [];
    const whole = await train(
      data,
      initial,
      longer,
      pace({ onCheckpoint: (checkpoint) => Promise.resolve(void checkpoints.push(checkpoint)) }),
    );
    const [checkpoint] = checkpoints;
    expect(checkpoint?.step).toBe(100);
    const resumed = await train(data, initial, longer, pace(), checkpoint);
    resumed.weights.forEach((value, i) => {
      if (Math.abs(value - (whole.weights[i] ?? 0)) > 1e-6) expect.fail(`weight ${i} differs`);
    });
    expect(resumed.fakeRate).toBe(whole.fakeRate);
  });

  it('ends between two slices when it is stopped, and leaves nothing behind', async () => {
    const abort = new AbortController();
    let slices = 0;
    const stopped = train(
      data,
      initial,
      options,
      pace({
        signal: abort.signal,
        yieldToEngine: () => {
          if (++slices === 12) abort.abort(new Error('Stopped'));
          return Promise.resolve();
        },
      }),
    );
    await expect(stopped).rejects.toThrow('Stopped');
    expect(slices).toBe(12);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('says what is missing', async () => {
    await expect(train({ ...data, site: [] }, initial, options, pace())).rejects.toThrow(/no site/);
    const genuine = source.filter(({ manipulated }) => !manipulated);
    await expect(train({ ...data, source: genuine }, initial, options, pace())).rejects.toThrow(
      /both classes/,
    );
    await expect(train(data, new Float32Array(3), options, pace())).rejects.toThrow(RangeError);
    expect(tf.memory().numTensors).toBe(tensors);
  });
});
