import type * as tf from '@tensorflow/tfjs-core';

/**
 * Where the network is cut in two for adaptation: the frozen trunk before it, whose outputs are kept, and the top after it, which
 * is trained for a site. The cut lies at the last maps of a sixteenth of the input's resolution, which the mask head reads, too.
 * docs/RESULTS.md has how much a labelled oracle gains at each candidate, and why not later.
 */
export const CUT = {
  /** The layer whose maps `[batch, 8, 8, 96]` are kept. */
  maps: 'block12_add',
  /** What the rest of the frozen extractor makes of them, `[batch, 1280]`, before its dense layer. */
  pooled: 'pooled',
  side: 8,
  channels: 96,
  pooledUnits: 1280,
} as const;

/** Values of one face at the cut: maps, then the pooled vector. */
export const MAP_VALUES = CUT.side * CUT.side * CUT.channels;
export const CUT_VALUES = MAP_VALUES + CUT.pooledUnits;

/** The layers above the cut whose weights a site's version starts from, with the shapes they must have. */
export const TOP_LAYERS = {
  feature: { kernel: [CUT.pooledUnits, 128], bias: [128] },
  fake_hidden: { kernel: [128, 64], bias: [64] },
  fake_logit: { kernel: [64, 1], bias: [1] },
  mask_hidden: { kernel: [1, 1, CUT.channels, 32], bias: [32] },
  mask: { kernel: [1, 1, 32, 1], bias: [1] },
} as const;
export type TopLayer = keyof typeof TOP_LAYERS;

/** kernel and bias of each top layer, values in row-major order. */
export type TopWeights = Record<TopLayer, { kernel: Float32Array; bias: Float32Array }>;

/** What stands above the cut instead of the network's own top, such as one that was adapted to a site. */
export interface Top {
  /**
   * @param maps `[batch, 8, 8, 96]`; @param pooled `[batch, 1280]`. Called inside `tf.tidy`.
   * @returns logits `[batch, 1]`, features `[batch, 128]` and mask logits `[batch, 8, 8, 1]`, as the network's own outputs.
   */
  apply(maps: tf.Tensor4D, pooled: tf.Tensor2D): { logits: tf.Tensor; features: tf.Tensor; masks: tf.Tensor };
}
