import { sampleCubic } from './cubic.ts';
import type { FaceFrame } from './face-frame.ts';
import type { Rgb } from './picture.ts';
import type { Random } from '../../../src/adaptation/random.ts';

/** As in training/signal/blend.py; lengths in shares of the picture's side. */
const MOTION = {
  reenactShare: 0.35,
  /** Largest shift of mouth and eyes, and how much they are stretched from top to bottom. */
  reenactShift: 0.02,
  stretch: 0.12,
  moveShare: 0.7,
  shiftAcross: 0.03,
  shiftDown: 0.02,
  scale: [0.95, 1.05],
} as const;
/** Middles of the parts that re-enactment moves, in a face's coordinates, and the standard deviations of what moves with them. */
const PARTS = [
  { down: 1, reach: 0.16 },
  { down: 0, reach: 0.12 },
] as const;

/**
 * Moves mouth and eyes a little as re-enactment does, and the whole picture as a detector does that cuts it anew: either,
 * both or neither. One interpolation does both, because each takes detail away.
 */
export function displace(face: Rgb, frame: FaceFrame, random: Random): Rgb {
  const { side } = face;
  const symmetric = (limit: number) => random.uniform(-limit, limit);
  const reenacted = random.chance(MOTION.reenactShare);
  const moved = random.chance(MOTION.moveShare);
  if (!reenacted && !moved) return face;

  const scale = moved ? random.uniform(...MOTION.scale) : 1;
  const shiftX = moved ? symmetric(MOTION.shiftAcross) * side : 0;
  const shiftY = moved ? symmetric(MOTION.shiftDown) * side : 0;
  const half = side / 2;
  const x = new Float32Array(side * side);
  const y = new Float32Array(side * side);
  for (let i = 0; i < side * side; i++) {
    x[i] = half + ((i % side) + 0.5 - half - shiftX) / scale;
    y[i] = half + (Math.floor(i / side) + 0.5 - half - shiftY) / scale;
  }
  for (const { down, reach } of reenacted ? PARTS : []) {
    const middle = frame(0, down);
    const partX = symmetric(MOTION.reenactShift) * side;
    const partY = symmetric(MOTION.reenactShift) * side;
    const stretch = symmetric(MOTION.stretch);
    const alongX = bell(middle.x, reach * side, side);
    const alongY = bell(middle.y, reach * side, side);
    for (let i = 0; i < side * side; i++) {
      const row = Math.floor(i / side);
      const weight = (alongX[i % side] ?? 0) * (alongY[row] ?? 0);
      x[i] = (x[i] ?? 0) + weight * partX;
      y[i] = (y[i] ?? 0) + weight * (partY + stretch * (row + 0.5 - middle.y));
    }
  }
  return sampleCubic(face, { x, y, side });
}

/** A Gaussian of height 1 over the pixels of one side. */
function bell(middle: number, sigma: number, side: number): Float32Array {
  return Float32Array.from({ length: side }, (_, i) =>
    Math.exp(-((i + 0.5 - middle) ** 2) / (2 * sigma * sigma)),
  );
}
