import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/adaptation/random.ts';
import { multiply, multiplyData, reverse } from '../../../src/adaptation/training/gradients.ts';
import { useWasm } from '../../../tools/verify-models/wasm.ts';

function drawn(rows: number, columns: number, seed: number): number[] {
  const random = new Random(seed);
  return Array.from({ length: rows * columns }, () => random.normal(1));
}

beforeAll(useWasm);

describe.each(['cpu', 'wasm'])('on %s', (backend) => {
  beforeAll(async () => {
    await tf.setBackend(backend);
  });

  it('a product has the gradients of its closed form', async () => {
    const x = tf.tensor2d(drawn(3, 4, 1), [3, 4]);
    const w = tf.tensor2d(drawn(4, 2, 2), [4, 2]);
    const dy = tf.tensor2d(drawn(3, 2, 3), [3, 2]);
    const [dx, dw] = tf.grads((a, b) =>
      tf.sum(tf.mul(multiply(tf.reshape(a, [3, 4]), tf.reshape(b, [4, 2])), dy)),
    )([x, w]);
    const off = tf.max(tf.abs(tf.sub(dx ?? 0, tf.matMul(dy, w, false, true))));
    expect((await off.data())[0]).toBeCloseTo(0, 5);
    const wanted = tf.matMul(x, dy, true);
    expect((await tf.max(tf.abs(tf.sub(dw ?? 0, wanted))).data())[0]).toBeCloseTo(0, 5);
    const [alone] = tf.grads((b) => tf.sum(tf.mul(multiplyData(x, tf.reshape(b, [4, 2])), dy)))([w]);
    expect((await tf.max(tf.abs(tf.sub(alone ?? 0, wanted))).data())[0]).toBeCloseTo(0, 5);
  });

  it('data that were computed on the way keep until the gradient is asked for', async () => {
    const w = tf.tensor2d(drawn(2, 2, 4), [2, 2]);
    const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    const [dw] = tf.grads((b) => tf.sum(multiplyData(tf.mul(x, 2), tf.reshape(b, [2, 2]))))([w]);
    expect(Array.from((await dw?.data()) ?? [])).toEqual([8, 8, 12, 12]);
  });

  it('reversal is the identity forward and turns the gradient round, by its weight', async () => {
    const x = tf.tensor2d([1, -2, 3, -4], [2, 2]);
    expect(Array.from(await reverse(x, 0.3).data())).toEqual([1, -2, 3, -4]);
    const [dx] = tf.grads((a) => tf.sum(tf.mul(reverse(tf.reshape(a, [2, 2]), 0.25), 3)))([x]);
    expect(Array.from((await dx?.data()) ?? [])).toEqual([-0.75, -0.75, -0.75, -0.75]);
  });
});
