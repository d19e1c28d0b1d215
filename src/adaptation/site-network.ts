import * as tf from '@tensorflow/tfjs-core';
import { CUT, type Top } from '../detector/cut.ts';
import { MASK_FIELDS, MASK_SIDE, SUSPICIOUS_FIELDS } from '../detector/mask.ts';
import { meanOfLargest, multiply, multiplyData } from './gradients.ts';
import { TRAINABLE, byName, unpack, type WeightName } from './weights.ts';

/**
 * The top of the network as it is trained for a site: the detector's own dense layers, fake classifier and mask head, and a
 * side branch on the maps of the cut. Training the blocks that the detector has above the cut would cost 30 times as much for
 * the same headroom (docs/RESULTS.md); a branch beside them that starts at nothing (as in side-tuning, Zhang et al. 2020) is a
 * matrix product, and version 0 is the detector to the bit.
 */

export type Tensors = Record<WeightName, tf.Tensor>;

/** What the top makes of faces. */
interface Outputs {
  /** `[batch, 1]`. */
  logits: tf.Tensor2D;
  /** `[batch, 128]`, never negative. */
  features: tf.Tensor2D;
  /** `[batch, 64]`. */
  masks: tf.Tensor2D;
}

/** Of units set to nothing while training, as in the network's own training; the seed makes the draw repeatable. */
export interface Dropout {
  rate: number;
  seed: number;
}

/** @param maps `[batch, 8, 8, 96]`; @param pooled `[batch, 1280]`: both data, for which no gradient is computed. */
export function forward(w: Tensors, maps: tf.Tensor4D, pooled: tf.Tensor2D, dropout?: Dropout): Outputs {
  const batch = maps.shape[0];
  const fields = (t: tf.Tensor): tf.Tensor2D => tf.reshape(t, [batch * MASK_FIELDS, -1]);
  const drop = (t: tf.Tensor2D, salt: number): tf.Tensor2D =>
    dropout ? tf.reshape(tf.dropout(t, dropout.rate, undefined, dropout.seed + salt), t.shape) : t;

  // What a field has that its neighbours have not: where blends end.
  const contrast = tf.sub(maps, tf.avgPool(maps, 3, 1, 'same'));
  const wide = fields(tf.concat([maps, contrast], 3));
  const branch = tf.relu(tf.add(multiplyData(wide, matrix(w.branchKernel)), w.branchBias));
  const mean: tf.Tensor2D = tf.mean(tf.reshape(branch, [batch, MASK_FIELDS, -1]), 1);

  const own = multiplyData(drop(pooled, 0), matrix(w.featureKernel));
  const features: tf.Tensor2D = tf.relu(
    tf.add(tf.add(own, w.featureBias), multiply(mean, matrix(w.outKernel))),
  );
  const hidden: tf.Tensor2D = tf.relu(
    tf.add(multiply(drop(features, 1), matrix(w.hiddenKernel)), w.hiddenBias),
  );
  const logits: tf.Tensor2D = tf.add(multiply(drop(hidden, 2), matrix(w.logitKernel)), w.logitBias);

  const maskHidden: tf.Tensor2D = tf.relu(
    tf.add(multiplyData(fields(maps), matrix(w.maskHiddenKernel)), w.maskHiddenBias),
  );
  const mask = tf.add(multiply(maskHidden, matrix(w.maskKernel)), w.maskBias);
  return { logits, features, masks: tf.reshape(mask, [batch, MASK_FIELDS]) };
}

/** The logit that is judged by, `[batch]`: of the whole face plus the mean of its most suspicious fields. */
export function judgedLogits({ logits, masks }: Outputs): tf.Tensor1D {
  return tf.add(tf.reshape(logits, [-1]), meanOfLargest(masks, SUSPICIOUS_FIELDS));
}

/** A weight as the matrix that it is. @throws TypeError for a tensor of another rank. */
export function matrix(t: tf.Tensor): tf.Tensor2D {
  const [rows, columns, ...more] = t.shape;
  if (rows === undefined || columns === undefined || more.length > 0)
    throw new TypeError('A matrix is needed');
  return tf.reshape(t, [rows, columns]);
}

/** A version's numbers as tensors; the caller disposes of them, or calls this inside `tf.tidy`. */
export function tensorsOf(weights: Float32Array): Tensors {
  const parts = unpack(weights);
  return byName((name) => tf.tensor(parts.get(name) ?? [], [...TRAINABLE[name]]));
}

/**
 * A version as it stands above the cut of the detector. Its features are those of the network as it was installed: what is familiar
 * is known of them alone, and a site's own must not make an unfamiliar face a familiar one.
 */
export function topOf(weights: Float32Array, original: Float32Array): Top {
  return {
    apply(maps, pooled) {
      // Tensors belong to a backend, which may change between two calls; the numbers do not.
      const { logits, masks } = forward(tensorsOf(weights), maps, pooled);
      const own = tensorsOf(original);
      const features = tf.relu(tf.add(tf.matMul(pooled, matrix(own.featureKernel)), own.featureBias));
      return { logits, features, masks: tf.reshape(masks, [-1, MASK_SIDE, MASK_SIDE, 1]) };
    },
  };
}

/** @returns maps `[batch, 8, 8, 96]` and pooled vectors `[batch, 1280]` of values at the cut, one face after the other. */
export function tensorsAtCut(
  values: Float32Array,
  faces: number,
): { maps: tf.Tensor4D; pooled: tf.Tensor2D } {
  const size = CUT.side * CUT.side * CUT.channels;
  const joined = tf.tensor2d(values, [faces, size + CUT.pooledUnits]);
  return {
    maps: tf.reshape(tf.slice(joined, [0, 0], [-1, size]), [faces, CUT.side, CUT.side, CUT.channels]),
    pooled: tf.slice(joined, [0, size], [-1, -1]),
  };
}
