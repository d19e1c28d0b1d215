/**
 * Resampling as Pillow's `Image.resize(size, Image.BILINEAR, box=…)` does it, bit for bit.
 *
 * The network was trained on crops that Pillow made. A canvas resizes differently in every browser, and such differences
 * are of the size of the traces looked for, so the resampling is done here: a separable triangle filter whose support
 * grows with the shrink factor, 22-bit fixed-point coefficients, 8-bit rounding after each pass, horizontal pass first.
 * Source: Pillow, src/libImaging/Resample.c (ImagingResample for 8 bits per channel).
 */

/** Pixels row by row; `channels` bytes each, of which the first three are R, G, B. */
export interface Raster {
  width: number;
  height: number;
  channels: 3 | 4;
  data: Uint8Array | Uint8ClampedArray;
}

/** Edges in pixels of the raster, fractions allowed, inside it. */
export interface PixelBox {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const PRECISION_BITS = 22;
const HALF = 1 << (PRECISION_BITS - 1);

/** For each output pixel the first input pixel it reads, how many, and their coefficients, `taps` apart. */
interface Coefficients {
  first: Int32Array;
  count: Int32Array;
  taps: number;
  weights: Int32Array;
}

function coefficients(inputSize: number, from: number, to: number, outputSize: number): Coefficients {
  // Pillow keeps the box in single precision; the rest is double.
  const start = Math.fround(from);
  const scale = Math.fround(Math.fround(to) - start) / outputSize;
  const filterScale = Math.max(scale, 1);
  const support = filterScale; // the triangle filter's support is 1
  const taps = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(outputSize);
  const count = new Int32Array(outputSize);
  const weights = new Int32Array(outputSize * taps);
  const real = new Float64Array(taps);

  for (let out = 0; out < outputSize; out++) {
    const centre = start + (out + 0.5) * scale;
    const low = Math.max(0, Math.trunc(centre - support + 0.5));
    const high = Math.min(inputSize, Math.trunc(centre + support + 0.5));
    const n = high - low;
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const weight = Math.max(0, 1 - Math.abs((i + low - centre + 0.5) / filterScale));
      real[i] = weight;
      sum += weight;
    }
    for (let i = 0; i < n; i++) {
      const weight = sum === 0 ? 0 : (real[i] ?? 0) / sum;
      weights[out * taps + i] = Math.trunc(0.5 + weight * (1 << PRECISION_BITS));
    }
    first[out] = low;
    count[out] = n;
  }
  return { first, count, taps, weights };
}

/** Coefficients sum to 2²² give or take a few, so a sum never leaves -0.5…255.5 by more than rounding. */
function toByte(sum: number): number {
  const value = sum >> PRECISION_BITS;
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

/**
 * @param box the part of `source` to resize; must lie inside it.
 * @param size width of the result in pixels, and its height where no `rows` are given.
 * @returns RGB, `[rows, size, 3]`.
 * @throws RangeError if the box is empty or reaches outside.
 */
export function resizeBilinear(source: Raster, box: PixelBox, size: number, rows = size): Uint8Array {
  const { width, height, channels, data } = source;
  if (!(box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height)) {
    throw new RangeError(`The box ${JSON.stringify(box)} reaches outside the ${width}×${height} picture`);
  }
  if (!(box.right > box.left && box.bottom > box.top))
    throw new RangeError(`The box ${JSON.stringify(box)} is empty`);

  const across = coefficients(width, box.left, box.right, size);
  const down = coefficients(height, box.top, box.bottom, rows);
  const firstRow = down.first[0] ?? 0;
  const lastRow = (down.first[rows - 1] ?? 0) + (down.count[rows - 1] ?? 0);
  const middle = new Uint8Array((lastRow - firstRow) * size * 3);

  for (let y = firstRow; y < lastRow; y++) {
    for (let x = 0; x < size; x++) {
      let red = HALF;
      let green = HALF;
      let blue = HALF;
      let at = (y * width + (across.first[x] ?? 0)) * channels;
      const end = x * across.taps + (across.count[x] ?? 0);
      for (let k = x * across.taps; k < end; k++, at += channels) {
        const weight = across.weights[k] ?? 0;
        red += (data[at] ?? 0) * weight;
        green += (data[at + 1] ?? 0) * weight;
        blue += (data[at + 2] ?? 0) * weight;
      }
      const to = ((y - firstRow) * size + x) * 3;
      middle[to] = toByte(red);
      middle[to + 1] = toByte(green);
      middle[to + 2] = toByte(blue);
    }
  }

  const result = new Uint8Array(rows * size * 3);
  const stride = size * 3;
  for (let y = 0; y < rows; y++) {
    const start = ((down.first[y] ?? 0) - firstRow) * stride;
    const taps = down.count[y] ?? 0;
    for (let column = 0; column < stride; column++) {
      let sum = HALF;
      for (let k = 0; k < taps; k++) {
        sum += (middle[start + k * stride + column] ?? 0) * (down.weights[y * down.taps + k] ?? 0);
      }
      result[y * stride + column] = toByte(sum);
    }
  }
  return result;
}
