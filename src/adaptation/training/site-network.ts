import * as tf from '@tensorflow/tfjs-core';
import { CUT_VALUES, SUMMARY_VALUES, type Top } from '../../detector/cut.ts';
import { multiply, multiplyData } from './gradients.ts';
import type { Ranges } from '../samples/quantise.ts';
import { TRAINABLE, byName, unpack, type WeightName } from './weights.ts';

/**
 * The top of the network as it is trained for a site: the detector's own dense layers and fake classifier, and a side
 * branch on the summary of the maps. Training the blocks that the detector has above the cut would cost 30 times
 * as much for the same headroom (docs/results/history.md); a branch beside them that starts at nothing (as in side-tuning, Zhang et
 * al. 2020) is two matrix products, and version 0 judges as the detector does.
 */

export type Tensors = Record<WeightName, tf.Tensor>;

/** What the top makes of faces. */
interface Outputs {
  /** `[batch]` */
  logits: tf.Tensor1D;
  /** `[batch, units]`, never negative. */
  features: tf.Tensor2D;
}

/** Means and spreads by which the summary's values are brought to one scale, `[SUMMARY_VALUES]` each. */
export interface Scale {
  middle: tf.Tensor1D;
  spread: tf.Tensor1D;
}

/** A range without its outliers is about six standard deviations wide. */
const RANGE_SPREADS = 6;

/** By the ranges of the replay memory. The caller disposes of the tensors, or calls this inside `tf.tidy`. */
export function scaleOf({ low, high }: Ranges): Scale {
  const of = (value: (low: number, high: number) => number) =>
    tf.tensor1d(low.slice(0, SUMMARY_VALUES).map((from, i) => value(from, high[i] ?? 1)));
  return {
    middle: of((from, to) => (from + to) / 2),
    spread: of((from, to) => (to - from) / RANGE_SPREADS),
  };
}

/** @param values at the cut, `[batch, CUT_VALUES]`: data, for which no gradient is computed. */
export function forward(w: Tensors, values: tf.Tensor2D, scale: Scale): Outputs {
  const from = (start: number, count: number): tf.Tensor2D => tf.slice(values, [0, start], [-1, count]);

  const summary: tf.Tensor2D = tf.div(tf.sub(from(0, SUMMARY_VALUES), scale.middle), scale.spread);
  const branch: tf.Tensor2D = tf.relu(tf.add(multiplyData(summary, matrix(w.branchKernel)), w.branchBias));
  const pooled = from(SUMMARY_VALUES, CUT_VALUES - SUMMARY_VALUES);
  const own = multiplyData(pooled, matrix(w.featureKernel));
  const features: tf.Tensor2D = tf.relu(
    tf.add(tf.add(own, w.featureBias), multiply(branch, matrix(w.outKernel))),
  );
  const hidden: tf.Tensor2D = tf.relu(tf.add(multiply(features, matrix(w.hiddenKernel)), w.hiddenBias));
  const face = tf.add(multiply(hidden, matrix(w.logitKernel)), w.logitBias);
  const short = multiply(branch, matrix(w.shortKernel));
  return { logits: tf.reshape(tf.add(face, short), [-1]), features };
}

/** A weight as the matrix that it is. @throws TypeError for a tensor of another rank. */
export function matrix(t: tf.Tensor): tf.Tensor2D {
  const sides: readonly number[] = t.shape;
  const [rows, columns] = sides;
  if (sides.length !== 2 || rows === undefined || columns === undefined)
    throw new TypeError('A matrix is needed');
  return tf.reshape(t, [rows, columns]);
}

/** A version's numbers as tensors; the caller disposes of them, or calls this inside `tf.tidy`. */
export function tensorsOf(weights: Float32Array): Tensors {
  const parts = unpack(weights);
  return byName((name) => tf.tensor(parts.get(name) ?? [], [...TRAINABLE[name]]));
}

/** A version as it judges. @param ranges of the replay memory that it was trained with. */
export function topOf(weights: Float32Array, ranges: Ranges): Top {
  return {
    // Tensors belong to a backend, which may change between two calls; the numbers do not.
    apply: (values) => forward(tensorsOf(weights), values, scaleOf(ranges)).logits,
  };
}
