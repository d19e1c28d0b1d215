import { resizeBilinear, type Raster } from '../../src/detector/resize.ts';

/** Damage to pictures, done by our own arithmetic where a canvas would do it differently in every browser. */

/** A picture brought to another size by the filter the crop rule uses. RGB. */
export function resized(picture: Raster, width: number, height: number): Raster {
  const box = { left: 0, top: 0, right: picture.width, bottom: picture.height };
  return { width, height, channels: 3, data: resizeBilinear(picture, box, width, height) };
}

/** Half of a Gaussian's weights, from its middle on; all of them together are 1. */
function gaussian(sigma: number): Float32Array {
  const radius = Math.max(1, Math.ceil(3 * sigma));
  const weights = Float32Array.from({ length: radius + 1 }, (_, i) =>
    Math.exp(-(i * i) / (2 * sigma * sigma)),
  );
  const sum = weights.reduce((total, weight, i) => total + (i === 0 ? weight : 2 * weight), 0);
  return weights.map((weight) => weight / sum);
}

/** One pass of a blur along lines of `length` values that lie `step` apart; edges are replicated. */
function blurLine(
  from: Float32Array,
  to: Float32Array,
  start: number,
  step: number,
  length: number,
  weights: Float32Array,
) {
  for (let i = 0; i < length; i++) {
    let sum = 0;
    for (let k = 1 - weights.length; k < weights.length; k++) {
      const at = Math.min(length - 1, Math.max(0, i + k));
      sum += (from[start + at * step] ?? 0) * (weights[Math.abs(k)] ?? 0);
    }
    to[start + i * step] = sum;
  }
}

/** A Gaussian blur. @param sigma its standard deviation in px. */
export function blurred({ width, height, channels, data }: Raster, sigma: number): Raster {
  const weights = gaussian(sigma);
  const values = Float32Array.from(data);
  const middle = new Float32Array(values);
  for (let y = 0; y < height; y++) {
    for (let c = 0; c < 3; c++) blurLine(values, middle, y * width * channels + c, channels, width, weights);
  }
  for (let x = 0; x < width; x++) {
    for (let c = 0; c < 3; c++) blurLine(middle, values, x * channels + c, width * channels, height, weights);
  }
  return { width, height, channels, data: Uint8ClampedArray.from(values, Math.round) };
}

/** Uniform numbers in 0…1 that depend on a text alone (FNV-1a into mulberry32). */
export function randomFrom(text: string): () => number {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Gaussian noise on every channel, each by itself. @param sigma its standard deviation, in 255ths. */
export function noisy(
  { width, height, channels, data }: Raster,
  sigma: number,
  random: () => number,
): Raster {
  const result = Uint8ClampedArray.from(data);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let c = 0; c < 3; c++) {
      const at = pixel * channels + c;
      // Box and Muller: the logarithm of 0 is kept away.
      const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      result[at] = Math.round((data[at] ?? 0) + sigma * normal);
    }
  }
  return { width, height, channels, data: result };
}

/** Cells of one colour each, the mean of what was there. @param side of a cell in px; those at the right and lower edge are cut off. */
export function mosaic({ width, height, channels, data }: Raster, side: number): Raster {
  const result = Uint8ClampedArray.from(data);
  for (let top = 0; top < height; top += side) {
    for (let left = 0; left < width; left += side) {
      const places: number[] = [];
      for (let y = top; y < Math.min(height, top + side); y++) {
        for (let x = left; x < Math.min(width, left + side); x++) places.push((y * width + x) * channels);
      }
      for (let c = 0; c < 3; c++) {
        const mean = places.reduce((sum, at) => sum + (data[at + c] ?? 0), 0) / places.length;
        for (const at of places) result[at + c] = Math.round(mean);
      }
    }
  }
  return { width, height, channels, data: result };
}

/** The picture turned about its middle, within the smallest upright rectangle that holds it; edges are replicated. @param degrees clockwise. */
export function turned({ width, height, channels, data }: Raster, degrees: number): Raster {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const size = (along: number, across: number): number =>
    Math.round(Math.abs(along * cos) + Math.abs(across * sin));
  const result = { width: size(width, height), height: size(height, width) };
  const pixels = new Uint8ClampedArray(result.width * result.height * channels).fill(255);
  const inside = (at: number, side: number): number => Math.min(side - 1, Math.max(0, at));
  for (let y = 0; y < result.height; y++) {
    for (let x = 0; x < result.width; x++) {
      const [dx, dy] = [x + 0.5 - result.width / 2, y + 0.5 - result.height / 2];
      const fromX = inside(dx * cos + dy * sin + width / 2 - 0.5, width);
      const fromY = inside(dy * cos - dx * sin + height / 2 - 0.5, height);
      const [left, top] = [Math.floor(fromX), Math.floor(fromY)];
      for (let c = 0; c < 3; c++) {
        const at = (column: number, row: number): number =>
          data[(inside(row, height) * width + inside(column, width)) * channels + c] ?? 0;
        const upper = at(left, top) + (at(left + 1, top) - at(left, top)) * (fromX - left);
        const lower = at(left, top + 1) + (at(left + 1, top + 1) - at(left, top + 1)) * (fromX - left);
        pixels[(y * result.width + x) * channels + c] = Math.round(upper + (lower - upper) * (fromY - top));
      }
    }
  }
  return { ...result, channels, data: pixels };
}
