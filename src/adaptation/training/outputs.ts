import * as tf from '@tensorflow/tfjs-core';
import { CUT_VALUES } from '../../detector/cut.ts';
import { valuesOf, type Ranges, type Values } from '../samples/quantise.ts';
import { TRAINING } from '../tunables.ts';
import { forward, scaleOf, tensorsOf } from './site-network.ts';

/** Logits, as judged, of many faces by a version's weights, a slice at a time. */
export async function logitsOf(
  cuts: readonly Values[],
  ranges: Ranges,
  weights: Float32Array,
  yieldToEngine: () => Promise<void>,
): Promise<Float32Array> {
  return (await outputsOf(cuts, ranges, weights, yieldToEngine)).logits;
}

/** As {@link logitsOf}, with the features `[units]` of each face. */
export async function outputsOf(
  cuts: readonly Values[],
  ranges: Ranges,
  weights: Float32Array,
  yieldToEngine: () => Promise<void>,
): Promise<{ logits: Float32Array; features: Float32Array[] }> {
  const logits = new Float32Array(cuts.length);
  const features: Float32Array[] = [];
  const top = tf.tidy(() => tensorsOf(weights));
  try {
    for (let first = 0; first < cuts.length; first += TRAINING.scored) {
      const some = cuts.slice(first, first + TRAINING.scored);
      const [said, feature] = tf.tidy(() => {
        const values = tf.tensor2d(valuesOf(some, ranges), [some.length, CUT_VALUES]);
        const outputs = forward(top, values, scaleOf(ranges));
        return [outputs.logits, outputs.features];
      });
      const [values, units] = await Promise.all([said.data(), feature.data()]);
      said.dispose();
      feature.dispose();
      logits.set(values, first);
      const width = units.length / some.length;
      some.forEach((_, i) => features.push(Float32Array.from(units.subarray(i * width, (i + 1) * width))));
      await yieldToEngine();
    }
  } finally {
    for (const tensor of Object.values(top)) tensor.dispose();
  }
  return { logits, features };
}
