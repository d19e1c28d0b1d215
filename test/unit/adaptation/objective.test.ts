import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { crossEntropy, rankingLoss } from '../../../src/adaptation/training/objective.ts';
import { useWasm } from '../../../tools/verify-models/wasm.ts';

beforeAll(useWasm);

it('cross-entropy is what it is defined to be, also far out', async () => {
  const logits = tf.tensor1d([-40, -1, 0, 2, 60]);
  const targets = tf.tensor1d([0, 1, 0.5, 0, 0]);
  const found = await crossEntropy(logits, targets).data();
  [0, Math.log(1 + Math.E), Math.log(2), Math.log(1 + Math.exp(2)), 60].forEach((wanted, i) =>
    expect(found[i]).toBeCloseTo(wanted, 4),
  );
});

it('ranking compares every counted manipulated face with every counted genuine one', async () => {
  const logits = tf.tensor1d([2, -1, 0.5, 9, 1]);
  const labels = tf.tensor1d([1, 0, 0, 0, 1]);
  const counted = tf.tensor1d([1, 1, 1, 0, 1]);
  const margins = [2 - -1, 2 - 0.5, 1 - -1, 1 - 0.5];
  const wanted = margins.reduce((sum, margin) => sum + Math.log(1 + Math.exp(-margin)), 0) / margins.length;
  expect((await rankingLoss(logits, labels, counted).data())[0]).toBeCloseTo(wanted, 5);
  // Nothing to compare is nothing lost, not something that is no number.
  expect((await rankingLoss(logits, labels, tf.zerosLike(labels)).data())[0]).toBe(0);
});
