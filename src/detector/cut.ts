import * as tf from '@tensorflow/tfjs-core';
import { MASK_FIELDS, SUSPICIOUS_FIELDS } from './mask.ts';
import { CUT, OUTPUTS } from './network-shape.ts';

/**
 * Where the network is cut in two for adaptation. The frozen trunk ends at the last maps of a sixteenth of the input's
 * resolution, which the mask head reads, too. What is kept of a face are not the maps, from which it can be drawn again, but a
 * summary of them that knows no place: how much each channel varies over the fields and stands out from its neighbours, and what
 * it is where the face is most suspicious; with the vector that the network's own classifier reads. Means and extremes of the
 * channels are left out, because with them a decoder recognised one face in six (docs/PRIVACY.md). docs/results/history.md has what a
 * labelled oracle gains at each candidate.
 */

/** Numbers of a channel: its spread over the fields, how much it stands out from the neighbours, its mean in the suspicious fields. */
const STATISTICS = 3;
export const SUMMARY_VALUES = STATISTICS * CUT.channels;
/** Values of one face at the cut: summary, pooled vector. */
export const CUT_VALUES = SUMMARY_VALUES + CUT.pooledUnits;

/** The layers above the cut whose weights a site's version starts from, with the shapes they must have. */
export const TOP_LAYERS = {
  feature: { layer: OUTPUTS.feature, kernel: [CUT.pooledUnits, CUT.featureUnits], bias: [CUT.featureUnits] },
  fake_hidden: {
    layer: CUT.layers.hidden,
    kernel: [CUT.featureUnits, CUT.hiddenUnits],
    bias: [CUT.hiddenUnits],
  },
  fake_logit: { layer: OUTPUTS.logit, kernel: [CUT.hiddenUnits, 1], bias: [1] },
} as const;
export type TopLayer = keyof typeof TOP_LAYERS;

/** kernel and bias of each top layer, values in row-major order. */
export type TopWeights = Record<TopLayer, { kernel: Float32Array; bias: Float32Array }>;

/** Says why a network cannot be adapted. */
export const NO_CUT = 'This network has no cut and cannot be adapted';

/** What judges instead of the network's own top, such as one that was adapted to a site. */
export interface Top {
  /**
   * Called inside `tf.tidy`.
   * @param values at the cut, `[batch, CUT_VALUES]`.
   * @returns the logits that are judged by, `[batch]`.
   */
  apply(values: tf.Tensor2D): tf.Tensor1D;
}

/**
 * The values at the cut. Called inside `tf.tidy`.
 * @param maps `[batch, side, side, channels]`. @param mask logits, `[batch, side, side, 1]`. @param pooled what the rest of the extractor makes of the maps, before its dense layer.
 * @returns `[batch, CUT_VALUES]`.
 */
export function summarise(maps: tf.Tensor4D, mask: tf.Tensor4D, pooled: tf.Tensor2D): tf.Tensor2D {
  const batch = maps.shape[0];
  const fields = (t: tf.Tensor): tf.Tensor3D => tf.reshape(t, [batch, MASK_FIELDS, -1]);
  const x = fields(maps);
  // What a field has that its neighbours have not: where blends end.
  const contrast = fields(tf.sub(maps, tf.avgPool(maps, 3, 1, 'same')));
  const mean = tf.mean(x, 1, true);
  const spread: tf.Tensor2D = tf.sqrt(tf.mean(tf.square(tf.sub(x, mean)), 1));
  const logits = tf.reshape(mask, [batch, MASK_FIELDS]);
  const least = tf.slice(tf.topk(logits, SUSPICIOUS_FIELDS).values, [0, SUSPICIOUS_FIELDS - 1], [-1, 1]);
  const among = tf.cast(tf.greaterEqual(logits, least), 'float32');
  const shares = tf.expandDims(tf.div(among, tf.sum(among, 1, true)), 2);
  const parts: tf.Tensor2D[] = [spread, tf.mean(tf.abs(contrast), 1), tf.sum(tf.mul(x, shares), 1), pooled];
  return tf.concat(parts, 1);
}
