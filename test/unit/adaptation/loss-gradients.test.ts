import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  LOSSES,
  gradientsOf,
  lossOf,
  lossProblem,
  shapeOf,
  worstDifferences,
  type LossName,
  type LossProblem,
  type TensorName,
} from '../../../tools/page/loss-problem.ts';
import { useWasm } from '../../../tools/verify-models/wasm.ts';

/** Every weight of every loss, on the problem that the browser test has the GPU backends compute, too. */

beforeAll(useWasm);

/** Of the central differences: small against the weights, large against the rounding of the loss. */
const STEP = 4e-3;

/** The loss with one entry of a weight moved. */
async function lossAt(name: LossName, problem: LossProblem, moved: TensorName, at: number, by: number) {
  const loss = tf.tidy(() =>
    lossOf(name, problem, (key) => {
      const values = problem.values.get(key)?.slice() ?? new Float32Array();
      if (key === moved) values[at] = (values[at] ?? 0) + by;
      return tf.tensor(values, [...shapeOf(key)]);
    }),
  );
  const [value = Number.NaN] = await loss.data();
  loss.dispose();
  return value;
}

function byMagnitude(gradient: Float32Array): number[] {
  return [...gradient.keys()].sort((a, b) => Math.abs(gradient[b] ?? 0) - Math.abs(gradient[a] ?? 0));
}

describe.each(LOSSES)('the gradients of the loss "%s"', (name) => {
  it('are the same on cpu and WebAssembly, and reach every weight', async () => {
    const problem = lossProblem(3, 4, 0.8);
    await tf.setBackend('cpu');
    const cpu = await gradientsOf(name, problem);
    await tf.setBackend('wasm');
    const wasm = await gradientsOf(name, problem);
    expect(wasm.loss).toBeCloseTo(cpu.loss, 4);
    expect(cpu.gradients.size).toBe(name === 'site' ? 9 : 14);
    for (const [tensor, difference] of Object.entries(worstDifferences(cpu.gradients, wasm.gradients))) {
      expect(difference, tensor).toBeLessThan(1e-3);
    }
  });

  it('are those of central differences, in every weight', async () => {
    await tf.setBackend('wasm');
    // Without the reversal, which is the gradient of nothing.
    const problem = lossProblem(8, 2, -1);
    const { gradients } = await gradientsOf(name, problem);
    for (const [tensor, gradient] of gradients) {
      const [first = 0, second = 0] = byMagnitude(gradient);
      const scale = Math.abs(gradient[first] ?? 0);
      for (const at of [first, second, gradient.length >> 1]) {
        const above = await lossAt(name, problem, tensor, at, STEP);
        const below = await lossAt(name, problem, tensor, at, -STEP);
        const difference = Math.abs((above - below) / (2 * STEP) - (gradient[at] ?? 0));
        expect(difference / scale, `${tensor}[${at}]`).toBeLessThan(0.02);
      }
    }
  });

  it('leave no tensor behind', async () => {
    const { numTensors } = tf.memory();
    await gradientsOf(name, lossProblem(1, 2, 1));
    expect(tf.memory().numTensors).toBe(numTensors);
  });
});

it('reversal turns what the features learn of the domain round, and nothing of the domain classifier', async () => {
  const [straight, none, reversed] = await Promise.all(
    [-1, 0, 1].map((reversal) => gradientsOf('site', lossProblem(4, 2, reversal))),
  );
  expect(reversed?.loss).toBe(straight?.loss);
  for (const [tensor, gradient] of reversed?.gradients ?? []) {
    const [plus, still] = [straight?.gradients.get(tensor), none?.gradients.get(tensor)];
    gradient.forEach((value, i) => {
      const [along = NaN, rest = NaN] = [plus?.[i], still?.[i]];
      const wanted = tensor.startsWith('domain/') ? along : 2 * rest - along;
      if (!(Math.abs(value - wanted) < 1e-5)) expect.fail(`${tensor}[${i}] is ${value}, not ${wanted}`);
    });
  }
});
