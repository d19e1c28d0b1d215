import { toByte, type Rgb } from './picture.ts';

/** For each pixel of a picture of `side` where in another it is read, in pixels of that: `[side, side]` each. */
export interface Field {
  x: Float32Array;
  y: Float32Array;
  side: number;
}

/** OpenCV's kernel, which the training's blends were made with. */
const SHARPNESS = -0.75;

/** Reads four pixels beginning with one left of `position`: their indices, reflected at the edges, and their weights. */
function taps(position: number, size: number, indices: Int32Array, weights: Float64Array): void {
  // Middles of pixels lie at halves.
  const first = Math.floor(position - 0.5);
  const t = position - 0.5 - first;
  const far = 1 + t;
  const near = 1 - t;
  const a = SHARPNESS;
  const outer = ((a * far - 5 * a) * far + 8 * a) * far - 4 * a;
  const own = ((a + 2) * t - (a + 3)) * t * t + 1;
  const next = ((a + 2) * near - (a + 3)) * near * near + 1;
  weights[0] = outer;
  weights[1] = own;
  weights[2] = next;
  weights[3] = 1 - outer - own - next;
  for (let k = 0; k < 4; k++) {
    const at = first - 1 + k;
    const reflected = at < 0 ? -at : at >= size ? 2 * size - 2 - at : at;
    indices[k] = Math.min(size - 1, Math.max(0, reflected));
  }
}

/** Bicubic interpolation of a picture at a field's places, edges reflected. */
export function sampleCubic({ data, side: size }: Rgb, { x, y, side }: Field): Rgb {
  const result = new Uint8Array(side * side * 3);
  const columns = new Int32Array(4);
  const rows = new Int32Array(4);
  const across = new Float64Array(4);
  const down = new Float64Array(4);
  for (let i = 0; i < side * side; i++) {
    taps(x[i] ?? 0, size, columns, across);
    taps(y[i] ?? 0, size, rows, down);
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let j = 0; j < 4; j++) {
      const row = (rows[j] ?? 0) * size;
      const weightOfRow = down[j] ?? 0;
      for (let k = 0; k < 4; k++) {
        const at = (row + (columns[k] ?? 0)) * 3;
        const weight = weightOfRow * (across[k] ?? 0);
        red += weight * (data[at] ?? 0);
        green += weight * (data[at + 1] ?? 0);
        blue += weight * (data[at + 2] ?? 0);
      }
    }
    result[i * 3] = toByte(red);
    result[i * 3 + 1] = toByte(green);
    result[i * 3 + 2] = toByte(blue);
  }
  return { data: result, side };
}

/** The field that shows a picture of side `from` at side `to`. */
export function scaling(from: number, to: number): Field {
  const x = new Float32Array(to * to);
  const y = new Float32Array(to * to);
  for (let i = 0; i < to * to; i++) {
    x[i] = ((i % to) + 0.5) * (from / to);
    y[i] = (Math.floor(i / to) + 0.5) * (from / to);
  }
  return { x, y, side: to };
}
