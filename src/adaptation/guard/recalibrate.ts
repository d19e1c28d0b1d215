import { mean } from '../measures.ts';
import { unpack } from '../training/weights.ts';

/**
 * A version's logits brought to the scale of the network as it was installed, whose calibration and thresholds judge them: training moves
 * both their middle and their spread, and a score that is better ordered but half as large would never reach a threshold.
 * The affine map that gives them the same mean and spread over source faces is folded into the last layers, so that the order of
 * faces, and with it every AUC, stays.
 * @param trained, @param installed logits of the same source faces, by the version and by the network as it was installed.
 * @returns the weights of the version that says so; the given ones if its logits are all the same.
 */
export function recalibrated(
  weights: Float32Array,
  trained: Float32Array,
  installed: Float32Array,
): Float32Array {
  const scale = spread(installed) / spread(trained);
  if (!Number.isFinite(scale) || scale <= 0) return weights;
  const shift = mean(installed) - scale * mean(trained);
  const changed = weights.slice();
  const parts = unpack(changed);
  // The logit is the sum of two products and a bias.
  for (const name of ['logitKernel', 'logitBias', 'shortKernel'] as const) {
    const part = parts.get(name);
    part?.forEach((value, i) => (part[i] = value * scale));
  }
  const bias = parts.get('logitBias');
  if (bias) bias[0] = (bias[0] ?? 0) + shift;
  return changed;
}

function spread(values: Float32Array): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}
