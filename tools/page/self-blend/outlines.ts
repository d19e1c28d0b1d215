import type { FaceFrame } from './face-frame.ts';
import type { Point } from './picture.ts';
import type { Random } from '../../../src/adaptation/random.ts';

/**
 * What is replaced, with how often: the shares of training/signal/blend_mask.py. A whole face is swapped more often than a part is
 * re-enacted.
 */
const SHARES = [
  ['face', 0.3],
  ['forehead', 0.2],
  ['browToChin', 0.15],
  ['parts', 0.1],
  ['mouthAndJaw', 0.1],
  ['mouth', 0.05],
  ['eyes', 0.05],
  ['half', 0.05],
] as const;
export type MaskKind = (typeof SHARES)[number][0];
export const MASK_KINDS: readonly MaskKind[] = SHARES.map(([kind]) => kind);

/** Of a closed outline one point after the other, in a face's coordinates (see {@link FaceFrame}). */
type Outline = readonly (readonly [across: number, down: number])[];

/** Half of a mean face of the 68 landmarks, from the edge beside the eye to the chin, and from the middle of the brows outwards. */
const JAW: Outline = [
  [1, -0.05],
  [0.99, 0.3],
  [0.93, 0.65],
  [0.82, 1],
  [0.65, 1.32],
  [0.38, 1.57],
  [0, 1.7],
];
const BROW: Outline = [
  [0, -0.32],
  [0.22, -0.42],
  [0.55, -0.45],
  [0.85, -0.28],
];
const NOSE: Outline = [
  [0, -0.05],
  [0.12, 0.1],
  [0.26, 0.58],
  [0, 0.7],
];
const MOUTH = { across: 0.37, down: 0.2 };
const EYES = { across: 0.66, down: 0.1 };
const NOSE_TIP = 0.55;

function mirrored(half: Outline): Outline {
  return half.map(([across, down]) => [-across, down]);
}

/** Both halves of an outline that begins and ends on the middle line. */
function whole(half: Outline): Outline {
  return [...half, ...mirrored(half).toReversed()];
}

function ellipse(middleDown: number, across: number, down: number): Outline {
  return Array.from({ length: 24 }, (_, i) => {
    const angle = (i / 24) * 2 * Math.PI;
    return [across * Math.cos(angle), middleDown + down * Math.sin(angle)] as const;
  });
}

function raised(outline: Outline, by: number): Outline {
  return outline.map(([across, down]) => [across, down - by]);
}

function outlinesOf(kind: MaskKind, random: Random): readonly Outline[] {
  switch (kind) {
    case 'face':
      return [whole([...BROW, ...JAW])];
    case 'forehead':
      return [whole([...raised(BROW, random.uniform(0.22, 0.65)), ...JAW])];
    case 'browToChin': {
      const size = random.uniform(0.75, 0.95);
      const jaw = JAW.map(([across, down]) => [across * size, NOSE_TIP + (down - NOSE_TIP) * size] as const);
      return [whole([...BROW, ...jaw])];
    }
    case 'parts':
      return [whole([...BROW, [0.7, 0.12], [0, 0.12]]), whole(NOSE), ellipse(1, MOUTH.across, MOUTH.down)];
    case 'mouthAndJaw':
      return [whole([[0, 0.55], [0.25, 0.58], ...JAW.slice(2)])];
    case 'mouth': {
      const size = random.uniform(1.2, 1.8);
      return [ellipse(1, MOUTH.across * size, MOUTH.down * size)];
    }
    case 'eyes':
      return [ellipse(0, EYES.across * 1.25, EYES.down * random.uniform(2, 3.5))];
    case 'half': {
      const half = [...BROW, ...JAW];
      return [random.chance(0.5) ? half : mirrored(half)];
    }
  }
}

/**
 * The outlines of what is replaced, in pixels.
 * @param kind drawn by its share if left out.
 */
export function drawOutlines(frame: FaceFrame, random: Random, kind?: MaskKind): Point[][] {
  const drawn =
    kind ??
    random.choice(
      MASK_KINDS,
      SHARES.map(([, share]) => share),
    );
  return outlinesOf(drawn, random).map((outline) => outline.map(([across, down]) => frame(across, down)));
}
