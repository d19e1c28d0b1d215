import type { FaceFrame } from './face-frame.ts';
import { gaussian } from './gaussian.ts';
import { drawOutlines, type MaskKind } from './outlines.ts';
import type { Point } from './picture.ts';
import type { Random } from '../../../src/adaptation/random.ts';

/** As in training/signal/blend_mask.py; lengths in shares of the picture's side. */
const MASK = {
  /** Standard deviation of the displacement. */
  displacement: [0, 0.03],
  /** Fields of the displacement along one side. */
  cells: [4, 9],
  /** Of the Gaussian that makes the edge soft. */
  edge: [0.005, 0.035],
  /** A shrunk mask is softened once more, so that its edge ends inside the face. */
  shrunkShare: 0.5,
  shrunkEdge: [0.005, 0.04],
} as const;
/** Masks are drawn at most this large and then enlarged: their sharpest edges need no more, and it halves the time of a blend. */
const GRID = 112;
/** Between the points of an outline, in pixels of the grid; what the displacement bends. */
const STEP = 3;

/** A smooth random function of two variables in 0…1: random values on a grid, between them interpolated smoothly. */
function smoothNoise(sigma: number, cells: number, random: Random): (x: number, y: number) => number {
  const grid = Float32Array.from({ length: (cells + 1) ** 2 }, () => random.normal(sigma));
  const smooth = (t: number) => t * t * (3 - 2 * t);
  const valueAt = (column: number, row: number) => grid[row * (cells + 1) + column] ?? 0;
  return (x, y) => {
    const across = Math.min(1, Math.max(0, x)) * cells;
    const down = Math.min(1, Math.max(0, y)) * cells;
    const column = Math.min(cells - 1, Math.floor(across));
    const row = Math.min(cells - 1, Math.floor(down));
    const s = smooth(across - column);
    const t = smooth(down - row);
    const top = valueAt(column, row) * (1 - s) + valueAt(column + 1, row) * s;
    const bottom = valueAt(column, row + 1) * (1 - s) + valueAt(column + 1, row + 1) * s;
    return top * (1 - t) + bottom * t;
  };
}

/** The same outline with a point at least every {@link STEP} pixels. */
function refined(outline: readonly Point[]): Point[] {
  return outline.flatMap((from, i) => {
    const to = outline[(i + 1) % outline.length] ?? from;
    const parts = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / STEP));
    return Array.from({ length: parts }, (_, k) => ({
      x: from.x + ((to.x - from.x) * k) / parts,
      y: from.y + ((to.y - from.y) * k) / parts,
    }));
  });
}

/** Sets to 1 the pixels of `mask` whose middles lie inside an outline, by the even-odd rule. */
function fill(mask: Float32Array, side: number, outline: readonly Point[]): void {
  for (let row = 0; row < side; row++) {
    const y = row + 0.5;
    const crossings: number[] = [];
    let from = outline.at(-1);
    for (const to of outline) {
      if (from && from.y <= y !== to.y <= y) {
        crossings.push(from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x));
      }
      from = to;
    }
    crossings.sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const start = Math.min(side, Math.max(0, Math.ceil((crossings[i] ?? 0) - 0.5)));
      const end = Math.min(side, Math.max(0, Math.ceil((crossings[i + 1] ?? 0) - 0.5)));
      mask.fill(1, row * side + start, row * side + end);
    }
  }
}

/** For each of `to` pixels the first of the two of `from` that it lies between, and how near it is to the second, 0…1. */
function between(from: number, to: number): { first: Int32Array; share: Float32Array } {
  const first = new Int32Array(to);
  const share = new Float32Array(to);
  for (let i = 0; i < to; i++) {
    const at = Math.min(from - 1, Math.max(0, ((i + 0.5) * from) / to - 0.5));
    const left = Math.min(from - 2, Math.floor(at));
    first[i] = left;
    share[i] = at - left;
  }
  return { first, share };
}

/** Bilinear interpolation of `[from, from]` to `[to, to]`. */
function enlarged(mask: Float32Array, from: number, to: number): Float32Array {
  const { first, share } = between(from, to);
  const result = new Float32Array(to * to);
  for (let y = 0; y < to; y++) {
    const row = (first[y] ?? 0) * from;
    const t = share[y] ?? 0;
    for (let x = 0; x < to; x++) {
      const at = row + (first[x] ?? 0);
      const s = share[x] ?? 0;
      const top = (mask[at] ?? 0) * (1 - s) + (mask[at + 1] ?? 0) * s;
      const bottom = (mask[at + from] ?? 0) * (1 - s) + (mask[at + from + 1] ?? 0) * s;
      result[y * to + x] = top * (1 - t) + bottom * t;
    }
  }
  return result;
}

/**
 * A soft mask of a part of the face.
 * @param kind drawn by its share if left out.
 * @returns `[side, side]`, 0…1; all 0 if the part lies outside the picture.
 */
export function drawMask(frame: FaceFrame, side: number, random: Random, kind?: MaskKind): Float32Array {
  const grid = Math.min(side, GRID);
  const scale = grid / side;
  const sigma = random.uniform(...MASK.displacement) * grid;
  const cells = random.int(...MASK.cells);
  const shiftX = smoothNoise(sigma, cells, random);
  const shiftY = smoothNoise(sigma, cells, random);
  const hard = new Float32Array(grid * grid);
  for (const outline of drawOutlines(frame, random, kind)) {
    const scaled = outline.map(({ x, y }) => ({ x: x * scale, y: y * scale }));
    const deformed = refined(scaled).map(({ x, y }) => ({
      x: x + shiftX(x / grid, y / grid),
      y: y + shiftY(x / grid, y / grid),
    }));
    fill(hard, grid, deformed);
  }
  let mask = gaussian(hard, grid, 1, random.uniform(...MASK.edge) * grid);
  if (random.chance(MASK.shrunkShare)) {
    const rest = mask.map((value) => Math.max(0, value * 2 - 1));
    mask = gaussian(rest, grid, 1, random.uniform(...MASK.shrunkEdge) * grid);
  }
  const peak = mask.reduce((highest, value) => Math.max(highest, value), 0);
  const full = peak > 0 ? mask.map((value) => Math.min(1, value / peak)) : mask;
  return grid === side ? full : enlarged(full, grid, side);
}
