import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { crossEntropy } from '../../../src/adaptation/objective.ts';
import { useWasm } from '../../../tools/models/wasm.ts';

beforeAll(useWasm);

it('cross-entropy is what it is defined to be, also far out', async () => {
  const logits = tf.tensor1d([-40, -1, 0, 2, 60]);
  const targets = tf.tensor1d([0, 1, 0.5, 0, 0]);
  const found = await crossEntropy(logits, targets).data();
  [0, Math.log(1 + Math.E), Math.log(2), Math.log(1 + Math.exp(2)), 60].forEach((wanted, i) =>
    expect(found[i]).toBeCloseTo(wanted, 4),
  );
});
