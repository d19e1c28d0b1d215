import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../../src/adaptation/random.ts';
import {
  siteLoss,
  sourceLoss,
  type DomainTensors,
  type Stage,
} from '../../src/adaptation/training/objective.ts';
import type { Ranges } from '../../src/adaptation/samples/quantise.ts';
import { scaleOf } from '../../src/adaptation/training/site-network.ts';
import {
  TRAINABLE,
  WEIGHT_NAMES,
  byName,
  sizeOf,
  type WeightName,
} from '../../src/adaptation/training/weights.ts';
import { CUT_VALUES, SUMMARY_VALUES } from '../../src/detector/cut.ts';

/** A small problem of the losses' real shapes, the same on every backend: what their gradients are compared on. */

export const LOSSES = ['source', 'site'] as const;
export type LossName = (typeof LOSSES)[number];

const DOMAIN_NAMES = ['hiddenKernel', 'hiddenBias', 'logitKernel', 'logitBias'] as const;
export type TensorName = WeightName | `domain/${(typeof DOMAIN_NAMES)[number]}`;

export interface LossProblem {
  values: Map<TensorName, Float32Array>;
  /** At the cut, one face after the other. */
  cuts: Float32Array;
  faces: number;
  /** Of the reversed gradient; -1 makes it the true one, which finite differences measure. */
  reversal: number;
}

/** The domain classifier has the shapes of the fake classifier. */
export function shapeOf(name: TensorName): readonly number[] {
  const own = WEIGHT_NAMES.find((one) => one === name || `domain/${one}` === name);
  if (!own) throw new Error(`There is no weight ${name}`);
  return TRAINABLE[own];
}

/** Weights drawn after He et al. 2015, none of them zero, so that a gradient reaches every one. @param faces an even number. */
export function lossProblem(seed: number, faces: number, reversal: number): LossProblem {
  const random = new Random(seed);
  const values = new Map<TensorName, Float32Array>();
  for (const name of [...WEIGHT_NAMES, ...DOMAIN_NAMES.map((one) => `domain/${one}` as const)]) {
    const shape = shapeOf(name);
    const sigma = shape.length === 2 ? Math.sqrt(2 / (shape[0] ?? 1)) : 0.1;
    const drawn = Float32Array.from({ length: sizeOf(shape) }, () => random.normal(sigma));
    values.set(name, drawn);
  }
  const cuts = Float32Array.from({ length: faces * CUT_VALUES }, (_, i) => {
    const value = random.normal(1);
    // What follows a ReLU is never negative; the summary may be.
    return i % CUT_VALUES < SUMMARY_VALUES ? value : Math.max(0, value);
  });
  return { values, cuts, faces, reversal };
}

/** Uneven, so that a wrong index would show. */
const RANGES: Ranges = {
  low: Array.from({ length: CUT_VALUES }, (_, i) => -3 - (i % 3)),
  high: Array.from({ length: CUT_VALUES }, (_, i) => 3 + (i % 2)),
};

/** Called inside `tf.tidy`. @param of the weights by name, which may be variables. */
export function lossOf(
  name: LossName,
  { cuts, faces, reversal }: LossProblem,
  of: (name: TensorName) => tf.Tensor,
): tf.Scalar {
  const w = byName((weight) => of(weight));
  const d: DomainTensors = {
    hiddenKernel: of('domain/hiddenKernel'),
    hiddenBias: of('domain/hiddenBias'),
    logitKernel: of('domain/logitKernel'),
    logitBias: of('domain/logitBias'),
  };
  const stage: Stage = {
    weights: {
      source: 1,
      ranking: 0.6,
      distillation: 0.5,
      domain: 0.4,
    },
    reversal,
    classes: { genuine: 1.6, manipulated: 0.4 },
    scale: scaleOf(RANGES),
  };
  const batch = tf.tensor2d(cuts, [faces, CUT_VALUES]);
  const alternate = tf.tensor1d(Array.from({ length: faces }, (_, i) => i % 2));
  const teacherLogits = tf.tensor1d(Array.from({ length: faces }, (_, i) => 1.5 * Math.sin(i + 1)));
  // The last one has no label to learn and is no site's.
  const some = tf.tensor1d(Array.from({ length: faces }, (_, i) => Number(i < faces - 1)));
  switch (name) {
    case 'source':
      return sourceLoss(
        w,
        d,
        batch,
        { labels: alternate, labelled: some, teacherLogits, shown: some },
        stage,
      );
    case 'site':
      return siteLoss(w, d, batch, stage);
  }
}

/** On the backend in use; leaves no tensor behind. A weight that the loss does not know has no gradient. */
export async function gradientsOf(
  name: LossName,
  problem: LossProblem,
): Promise<{ loss: number; gradients: Map<TensorName, Float32Array> }> {
  const variables = new Map(
    [...problem.values].map(([key, values]) => {
      const first = tf.tensor(values, [...shapeOf(key)]);
      const variable = tf.variable(first);
      first.dispose();
      return [key, variable] as const;
    }),
  );
  const of = (key: TensorName): tf.Variable => {
    const variable = variables.get(key);
    if (!variable) throw new Error(`There is no weight ${key}`);
    return variable;
  };
  const { value, grads } = tf.variableGrads(() => lossOf(name, problem, of), [...variables.values()]);
  try {
    const gradients = new Map<TensorName, Float32Array>();
    for (const [key, variable] of variables) {
      const gradient = grads[variable.name];
      if (gradient) gradients.set(key, await gradient.data<'float32'>());
    }
    const [loss = Number.NaN] = await value.data();
    return { loss, gradients };
  } finally {
    value.dispose();
    for (const gradient of Object.values(grads)) gradient.dispose();
    for (const variable of variables.values()) variable.dispose();
  }
}

/** The largest difference of each tensor's gradients over its largest entry; NaN of a gradient that is zero or missing. */
export function worstDifferences(
  reference: ReadonlyMap<TensorName, Float32Array>,
  other: ReadonlyMap<TensorName, Float32Array>,
): Record<string, number> {
  const worst: Record<string, number> = {};
  for (const [name, values] of reference) {
    const compared = other.get(name);
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const difference = values.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - (compared?.[i] ?? Number.NaN))),
      0,
    );
    worst[name] = difference / largest;
  }
  return worst;
}
