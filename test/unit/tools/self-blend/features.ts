import type { Rgb } from '../../../../tools/page/self-blend/picture.ts';

/** Of the ring along the picture's border, in pixels. */
const RING = 8;

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean brightness and energy of the gradient over those pixels that `counts` accepts. */
function measure({ data, side }: Rgb, counts: (x: number, y: number) => boolean) {
  const brightness: number[] = [];
  const energy: number[] = [];
  const green = (x: number, y: number) => data[(y * side + x) * 3 + 1] ?? 0;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (!counts(x, y)) continue;
      const at = (y * side + x) * 3;
      brightness.push(((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 3);
      if (x + 1 === side || y + 1 === side) continue;
      energy.push((green(x + 1, y) - green(x, y)) ** 2 + (green(x, y + 1) - green(x, y)) ** 2);
    }
  }
  return { brightness: mean(brightness), energy: mean(energy) };
}

/** What a network could look at instead of the traces of blending: one number each. */
export const FEATURES = {
  brightness: (face: Rgb) => measure(face, () => true).brightness,
  gradients: (face: Rgb) => measure(face, () => true).energy,
  redness: ({ data }: Rgb) =>
    mean(Array.from(data, (value, i) => (i % 3 === 0 ? value : i % 3 === 2 ? -value : 0))),
  'brightness of the ring': (face: Rgb) => measure(face, onRing(face.side)).brightness,
  'gradients of the ring': (face: Rgb) => measure(face, onRing(face.side)).energy,
} satisfies Record<string, (face: Rgb) => number>;

function onRing(side: number) {
  return (x: number, y: number) => Math.min(x, y, side - 1 - x, side - 1 - y) < RING;
}

/** The share of pairs of one of each in which `ones` has the higher number; ties count half. */
export function auc(ones: readonly number[], others: readonly number[]): number {
  let wins = 0;
  for (const one of ones) {
    for (const other of others) wins += one > other ? 1 : one === other ? 0.5 : 0;
  }
  return wins / (ones.length * others.length);
}

/** Of an AUC of 0.5 with this many of each (Hanley & McNeil 1982). */
export function standardError(count: number): number {
  return Math.sqrt((2 * count + 1) / (12 * count * count));
}
