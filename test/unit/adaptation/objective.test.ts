import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { CUT_VALUES } from '../../../src/detector/cut.ts';
import { Random } from '../../../src/adaptation/blend/random.ts';
import {
  blendLoss,
  crossEntropy,
  siteLoss,
  sourceLoss,
  type Stage,
} from '../../../src/adaptation/objective.ts';
import { restore } from '../../../src/adaptation/quantise.ts';
import { scaleOf, tensorsOf, type Tensors } from '../../../src/adaptation/site-network.ts';
import { TRAINABLE, WEIGHT_NAMES, WEIGHT_VALUES } from '../../../src/adaptation/weights.ts';
import { useWasm } from '../../../tools/models/wasm.ts';
import { RANGES, drawnCut } from './cuts.ts';

beforeAll(useWasm);

const FACES = 4;

function domainOf() {
  const random = new Random(5);
  const kernel = (rows: number, columns: number) =>
    tf.tensor2d(
      Array.from({ length: rows * columns }, () => random.normal(0.2)),
      [rows, columns],
    );
  return {
    hiddenKernel: kernel(128, 64),
    hiddenBias: tf.zeros([64]),
    logitKernel: kernel(64, 1),
    logitBias: tf.zeros([1]),
  };
}

/** All three losses of one drawn batch. @returns by name, as functions of the weights. */
function losses(): Record<string, (w: Tensors) => tf.Scalar> {
  const random = new Random(3);
  const cuts = Array.from({ length: FACES }, (_, i) => drawnCut(random, i * 10));
  const stage: Stage = {
    weights: { source: 1, distillation: 0.5, blends: 0.7, domain: 0.4, trusted: 0.3 },
    reversal: 0.6,
    classes: { genuine: 1.6, manipulated: 0.4 },
    dropout: { rate: 0.2, seed: 9 },
    scale: scaleOf(RANGES),
  };
  const values = tf.tensor2d(restore(cuts, RANGES), [FACES, CUT_VALUES]);
  const labels = tf.tensor1d([0, 1, 1, 0]);
  const domain = domainOf();
  return {
    source: (w) => sourceLoss(w, domain, values, labels, tf.tensor1d([-1, 2, 0.5, 0]), stage),
    blends: (w) => blendLoss(w, values, stage),
    site: (w) => siteLoss(w, domain, values, tf.tensor1d([1, 0, 0, 1]), stage),
  };
}

function drawnWeights(): Float32Array {
  const random = new Random(1);
  return Float32Array.from({ length: WEIGHT_VALUES }, () => random.normal(0.05));
}

/** A loss of the drawn batch and its gradient by every weight, on the active backend. */
async function gradients(name: string): Promise<Map<string, Float32Array>> {
  const weights = tensorsOf(drawnWeights());
  const variables = WEIGHT_NAMES.map((weight) =>
    tf.variable(weights[weight], true, `${name}/${weight}/${Math.random()}`),
  );
  const named = Object.fromEntries(
    WEIGHT_NAMES.map((weight, i) => [weight, variables[i]]),
  ) as unknown as Tensors;
  const loss = losses()[name];
  if (!loss) throw new Error(`There is no loss ${name}`);
  const { value, grads } = tf.variableGrads(() => loss(named), variables);
  const found = new Map<string, Float32Array>([['loss', Float32Array.from(await value.data())]]);
  for (const [i, weight] of WEIGHT_NAMES.entries()) {
    const gradient = grads[variables[i]?.name ?? ''];
    found.set(weight, gradient ? Float32Array.from(await gradient.data()) : new Float32Array(0));
  }
  for (const variable of variables) variable.dispose();
  return found;
}

describe.each(['source', 'blends', 'site'])('the loss of %s', (name) => {
  it('has the same gradients on cpu and on WebAssembly', async () => {
    await tf.setBackend('cpu');
    const cpu = await gradients(name);
    await tf.setBackend('wasm');
    const wasm = await gradients(name);
    for (const [weight, values] of cpu) {
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
      const other = wasm.get(weight);
      expect(other?.length, weight).toBe(values.length);
      values.forEach((value, i) => {
        const difference = Math.abs(value - (other?.[i] ?? Number.NaN));
        if (!(difference <= 1e-3 * largest))
          expect.fail(`${weight}[${i}] differs by ${difference} of ${largest}`);
      });
    }
  });
});

describe('the losses', () => {
  beforeAll(async () => {
    await tf.setBackend('wasm');
  });

  it.each(['blends', 'source'])('follow their finite differences: %s', async (name) => {
    const found = await gradients(name);
    const loss = losses()[name];
    // Weights that no reversal lies in front of: there the gradient is not that of the loss, by design.
    for (const weight of ['logitKernel', 'hiddenBias', 'maskKernel', 'shortKernel'] as const) {
      const gradient = found.get(weight) ?? new Float32Array(0);
      const at = gradient.reduce(
        (best, value, i) => (Math.abs(value) > Math.abs(gradient[best] ?? 0) ? i : best),
        0,
      );
      const shifted = async (step: number): Promise<number> => {
        const tensors = tensorsOf(drawnWeights());
        const values = await tensors[weight].data();
        values[at] = (values[at] ?? 0) + step;
        const moved = { ...tensors, [weight]: tf.tensor(values, [...TRAINABLE[weight]]) };
        return (await loss?.(moved).data())?.[0] ?? Number.NaN;
      };
      const numeric = ((await shifted(1e-2)) - (await shifted(-1e-2))) / 2e-2;
      expect(numeric, weight).toBeCloseTo(gradient[at] ?? Number.NaN, 2);
    }
  });

  it('cross-entropy is what it is defined to be, also far out', async () => {
    const logits = tf.tensor1d([-40, -1, 0, 2, 60]);
    const targets = tf.tensor1d([0, 1, 0.5, 0, 0]);
    const found = await crossEntropy(logits, targets).data();
    [0, Math.log(1 + Math.E), Math.log(2), Math.log(1 + Math.exp(2)), 60].forEach((wanted, i) =>
      expect(found[i]).toBeCloseTo(wanted, 4),
    );
  });
});
