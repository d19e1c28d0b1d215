import { clamp, multiplyAdd } from './arithmetic';

/** Rows of the output that one step computes, of 8 columns each: what fits into the 16 registers of x86 without being put away. */
const ROWS = 5;
/** Bytes of rows, input and output, that are finished before the next ones: they and some weights stay in the processor's second cache. */
const NEAR_BYTES = 131072;

/**
 * Matrix product: output = activation(input × weights + bias).
 * @param input `[rows, depth]`, at least {@link ROWS} rows, depth a multiple of 4.
 * @param weights `[columns / 8, depth, 8]`. @param columns a multiple of 8.
 * @param bias `[columns]`. @param output `[rows, columns]`.
 */
export function product(
  input: usize,
  rows: i32,
  depth: i32,
  weights: usize,
  bias: usize,
  columns: i32,
  low: f32,
  high: f32,
  output: usize,
): void {
  const near = max(ROWS, (NEAR_BYTES / ((depth + columns) * 4) / ROWS) * ROWS);
  for (let from = 0; from < rows; from += near) {
    const to = min(rows, from + near);
    for (let column = 0; column < columns; column += 8) {
      const own = weights + <usize>(column * depth) * 4;
      const start = bias + <usize>column * 4;
      for (let row = from; row < to; row += ROWS) {
        // The last step goes back to have all its rows, and computes some once more.
        const first = min(row, rows - ROWS);
        const place = output + <usize>(first * columns + column) * 4;
        step(input + <usize>(first * depth) * 4, depth, own, start, place, columns, low, high);
      }
    }
  }
}

function step(
  input: usize,
  depth: i32,
  weights: usize,
  bias: usize,
  output: usize,
  columns: i32,
  low: f32,
  high: f32,
): void {
  const row = <usize>depth * 4;
  let p0 = input;
  let p1 = p0 + row;
  let p2 = p1 + row;
  let p3 = p2 + row;
  let p4 = p3 + row;
  let a0 = v128.load(bias);
  let b0 = v128.load(bias, 16);
  let a1 = a0;
  let b1 = b0;
  let a2 = a0;
  let b2 = b0;
  let a3 = a0;
  let b3 = b0;
  let a4 = a0;
  let b4 = b0;
  const end = weights + row * 8;
  for (let w = weights; w < end; w += 128) {
    let wa = v128.load(w, 0);
    let wb = v128.load(w, 16);
    let x = v128.load32_splat(p0, 0);
    a0 = multiplyAdd(x, wa, a0);
    b0 = multiplyAdd(x, wb, b0);
    x = v128.load32_splat(p1, 0);
    a1 = multiplyAdd(x, wa, a1);
    b1 = multiplyAdd(x, wb, b1);
    x = v128.load32_splat(p2, 0);
    a2 = multiplyAdd(x, wa, a2);
    b2 = multiplyAdd(x, wb, b2);
    x = v128.load32_splat(p3, 0);
    a3 = multiplyAdd(x, wa, a3);
    b3 = multiplyAdd(x, wb, b3);
    x = v128.load32_splat(p4, 0);
    a4 = multiplyAdd(x, wa, a4);
    b4 = multiplyAdd(x, wb, b4);

    wa = v128.load(w, 32);
    wb = v128.load(w, 48);
    x = v128.load32_splat(p0, 4);
    a0 = multiplyAdd(x, wa, a0);
    b0 = multiplyAdd(x, wb, b0);
    x = v128.load32_splat(p1, 4);
    a1 = multiplyAdd(x, wa, a1);
    b1 = multiplyAdd(x, wb, b1);
    x = v128.load32_splat(p2, 4);
    a2 = multiplyAdd(x, wa, a2);
    b2 = multiplyAdd(x, wb, b2);
    x = v128.load32_splat(p3, 4);
    a3 = multiplyAdd(x, wa, a3);
    b3 = multiplyAdd(x, wb, b3);
    x = v128.load32_splat(p4, 4);
    a4 = multiplyAdd(x, wa, a4);
    b4 = multiplyAdd(x, wb, b4);

    wa = v128.load(w, 64);
    wb = v128.load(w, 80);
    x = v128.load32_splat(p0, 8);
    a0 = multiplyAdd(x, wa, a0);
    b0 = multiplyAdd(x, wb, b0);
    x = v128.load32_splat(p1, 8);
    a1 = multiplyAdd(x, wa, a1);
    b1 = multiplyAdd(x, wb, b1);
    x = v128.load32_splat(p2, 8);
    a2 = multiplyAdd(x, wa, a2);
    b2 = multiplyAdd(x, wb, b2);
    x = v128.load32_splat(p3, 8);
    a3 = multiplyAdd(x, wa, a3);
    b3 = multiplyAdd(x, wb, b3);
    x = v128.load32_splat(p4, 8);
    a4 = multiplyAdd(x, wa, a4);
    b4 = multiplyAdd(x, wb, b4);

    wa = v128.load(w, 96);
    wb = v128.load(w, 112);
    x = v128.load32_splat(p0, 12);
    a0 = multiplyAdd(x, wa, a0);
    b0 = multiplyAdd(x, wb, b0);
    x = v128.load32_splat(p1, 12);
    a1 = multiplyAdd(x, wa, a1);
    b1 = multiplyAdd(x, wb, b1);
    x = v128.load32_splat(p2, 12);
    a2 = multiplyAdd(x, wa, a2);
    b2 = multiplyAdd(x, wb, b2);
    x = v128.load32_splat(p3, 12);
    a3 = multiplyAdd(x, wa, a3);
    b3 = multiplyAdd(x, wb, b3);
    x = v128.load32_splat(p4, 12);
    a4 = multiplyAdd(x, wa, a4);
    b4 = multiplyAdd(x, wb, b4);
    p0 += 16;
    p1 += 16;
    p2 += 16;
    p3 += 16;
    p4 += 16;
  }
  const lows = f32x4.splat(low);
  const highs = f32x4.splat(high);
  const next = <usize>columns * 4;
  let place = output;
  store(place, a0, b0, lows, highs);
  place += next;
  store(place, a1, b1, lows, highs);
  place += next;
  store(place, a2, b2, lows, highs);
  place += next;
  store(place, a3, b3, lows, highs);
  place += next;
  store(place, a4, b4, lows, highs);
}

function store(place: usize, a: v128, b: v128, low: v128, high: v128): void {
  v128.store(place, clamp(a, low, high));
  v128.store(place, clamp(b, low, high), 16);
}
