import { toByte, type Rgb } from './picture.ts';

/** Beyond this many standard deviations a kernel is cut off; 0.3 % of its weight lie there. */
const REACH = 3;

/** Weights of a Gaussian, of sum 1; the middle one is its own pixel's. */
function kernel(sigma: number): Float32Array {
  const radius = Math.max(1, Math.ceil(sigma * REACH));
  const weights = Float32Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma * sigma)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** Adds `weight` times a part of `from` to a part of `to`, `length` numbers each. */
function accumulate(
  to: Float32Array,
  toStart: number,
  from: Float32Array,
  fromStart: number,
  length: number,
  weight: number,
): void {
  for (let i = 0; i < length; i++) {
    to[toStart + i] = (to[toStart + i] ?? 0) + weight * (from[fromStart + i] ?? 0);
  }
}

/**
 * Blurs along both axes, edges replicated.
 * @param values `[side, side, channels]`, any range; left as it is.
 * @param sigma in pixels, above 0.
 */
export function gaussian(values: Float32Array, side: number, channels: number, sigma: number): Float32Array {
  const weights = kernel(sigma);
  const radius = (weights.length - 1) / 2;
  const stride = side * channels;
  const row = new Float32Array(stride + 2 * radius * channels);
  const middle = new Float32Array(values.length);
  for (let y = 0; y < side; y++) {
    const start = y * stride;
    row.set(values.subarray(start, start + stride), radius * channels);
    for (let i = 0; i < radius * channels; i++) {
      row[i] = values[start + (i % channels)] ?? 0;
      row[row.length - 1 - i] = values[start + stride - 1 - (i % channels)] ?? 0;
    }
    for (let k = 0; k < weights.length; k++) {
      accumulate(middle, start, row, k * channels, stride, weights[k] ?? 0);
    }
  }
  const result = new Float32Array(values.length);
  for (let y = 0; y < side; y++) {
    for (let k = 0; k < weights.length; k++) {
      const from = Math.min(side - 1, Math.max(0, y + k - radius));
      accumulate(result, y * stride, middle, from * stride, stride, weights[k] ?? 0);
    }
  }
  return result;
}

/** @param sigma in pixels, above 0. */
export function blur(face: Rgb, sigma: number): Rgb {
  return sharpen(face, sigma, -1);
}

/** Unsharp masking: exaggerates by `gain` what a blur of `sigma` pixels takes away; -1 leaves the blur. */
export function sharpen({ data, side }: Rgb, sigma: number, gain: number): Rgb {
  const soft = gaussian(new Float32Array(data), side, 3, sigma);
  const result = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const value = data[i] ?? 0;
    result[i] = toByte(value + gain * (value - (soft[i] ?? 0)));
  }
  return { data: result, side };
}
