import * as tf from '@tensorflow/tfjs-core';
import { multiply, reverse } from './gradients.ts';
import { forward, matrix, type Scale, type Tensors } from './site-network.ts';
import type { WEIGHTS } from '../tunables.ts';

/** The terms of the loss, each over one small batch, so that none of them holds the page up for long. All are means in nats. */

/** The domain classifier: the fake classifier's architecture (dense, ReLU, dense) on the feature. */
export interface DomainTensors {
  hiddenKernel: tf.Tensor;
  hiddenBias: tf.Tensor;
  logitKernel: tf.Tensor;
  logitBias: tf.Tensor;
}

/** Faces at the cut, `[batch, CUT_VALUES]`. */
export type Faces = tf.Tensor2D;

/** What a step's terms share. */
export interface Stage {
  weights: Record<keyof typeof WEIGHTS, number>;
  /** Of the reversed gradient, 0…1. */
  reversal: number;
  /** Of the source's classes in the domain loss. */
  classes: { genuine: number; manipulated: number };
  scale: Scale;
}

/** Binary cross-entropy of logits. @param targets 0…1, of the same shape. @returns one loss each. */
export function crossEntropy(logits: tf.Tensor, targets: tf.Tensor): tf.Tensor {
  return tf.sub(tf.softplus(logits), tf.mul(targets, logits));
}

/**
 * Mean over all pairs of a manipulated and a genuine face of the logistic loss of the margin between them (RankNet, Burges et al. 2005):
 * what a share of pairs in the right order, the AUC, is approached by.
 * @param counted 1 = the face is compared, 0 = it is not; `[batch]`, as all.
 */
export function rankingLoss(logits: tf.Tensor1D, labels: tf.Tensor1D, counted: tf.Tensor1D): tf.Scalar {
  const manipulated = tf.mul(counted, labels);
  const genuine = tf.sub(counted, manipulated);
  const margins = tf.sub(tf.expandDims(logits, 1), tf.expandDims(logits, 0));
  const pairs = tf.mul(tf.expandDims(manipulated, 1), tf.expandDims(genuine, 0));
  return tf.div(tf.sum(tf.mul(pairs, tf.softplus(tf.neg(margins)))), tf.maximum(tf.sum(pairs), 1));
}

/** Logits `[batch]` that features are of the site and not of the source. */
function domainLogits(d: DomainTensors, features: tf.Tensor2D): tf.Tensor1D {
  const hidden: tf.Tensor2D = tf.relu(tf.add(multiply(features, matrix(d.hiddenKernel)), d.hiddenBias));
  return tf.reshape(tf.add(multiply(hidden, matrix(d.logitKernel)), d.logitBias), [-1]);
}

/** What is known of source faces, `[batch]` each. */
export interface SourceLabels {
  /** 1 = manipulated. */
  labels: tf.Tensor1D;
  /** 1 where the label is to be learned. */
  labelled: tf.Tensor1D;
  /** Logits, by the network as it was installed, of the same faces as they are. */
  teacherLogits: tf.Tensor1D;
  /** 1 where the face is shown as the site would show it; the others are not compared with the site's. */
  shown: tf.Tensor1D;
}

/**
 * Source faces: those with a label to learn are classified and, as the site would show them, ranked; of all is said what the network as it was installed says of them as they
 * are, and half of the domain loss is theirs.
 */
export function sourceLoss(
  w: Tensors,
  d: DomainTensors,
  faces: Faces,
  { labels, labelled, teacherLogits, shown }: SourceLabels,
  stage: Stage,
): tf.Scalar {
  const outputs = forward(w, faces, stage.scale);
  const { logits } = outputs;
  const { weights, classes } = stage;
  const classified = tf.mean(tf.mul(labelled, crossEntropy(logits, labels)));
  const ranked = rankingLoss(logits, labels, tf.mul(labelled, shown));
  const kept = tf.mean(crossEntropy(logits, tf.sigmoid(teacherLogits)));
  const said = domainLogits(d, reverse(outputs.features, stage.reversal));
  const importance = tf.add(tf.mul(labels, classes.manipulated - classes.genuine), classes.genuine);
  const ofShown = tf.sum(tf.mul(shown, tf.mul(importance, tf.softplus(said))));
  const domain = tf.div(ofShown, tf.maximum(tf.sum(shown), 1));
  return tf.addN<tf.Scalar>([
    tf.mul(classified, weights.source),
    tf.mul(ranked, weights.ranking),
    tf.mul(kept, weights.distillation),
    tf.mul(domain, weights.domain / 2),
  ]);
}

/** Unlabelled faces of the site: the other half of the domain loss. */
export function siteLoss(w: Tensors, d: DomainTensors, faces: Faces, stage: Stage): tf.Scalar {
  const { features } = forward(w, faces, stage.scale);
  const said = domainLogits(d, reverse(features, stage.reversal));
  // A softplus of the negative: cross-entropy of "of the site".
  return tf.mul<tf.Scalar>(tf.mean(tf.softplus(tf.neg(said))), stage.weights.domain / 2);
}
