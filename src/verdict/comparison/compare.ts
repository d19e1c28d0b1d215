import { genuineRange } from './interval.ts';
import { COMPARISON } from './tunables.ts';
import type { ComparedFace, Comparison, Refusal } from './types.ts';
import { TUNABLES } from '../tunables.ts';

/** A face of a video with what is needed to compare it. Lives as long as a comparison takes. */
export interface ComparableFace {
  track: number;
  logOdds: number;
  /** Judged frames. */
  frames: number;
  /** Median of its longer side in native pixels, and of its detail, 0…1. */
  side: number;
  detail: number;
  /** Who it is, in numbers: the mean over some frames. */
  descriptor: readonly number[];
}

/** A video that is said to be genuine. */
export interface Reference {
  name: string;
  /** Its faces, or why there are none to look at. */
  faces: readonly ComparableFace[] | Refusal;
}

/** Larger faces are shrunk to the network's input, so that their size says nothing any more. */
const SIDE_THAT_COUNTS = 224;

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.sqrt(a.reduce((sum, value, at) => sum + (value - (b[at] ?? 0)) ** 2, 0));
}

/** Whether two faces show about as much, so that their scores can be held against each other. */
export function alikeInQuality(a: ComparableFace, b: ComparableFace): boolean {
  const [small, large] = [a, b]
    .map(({ side }) => Math.min(side, SIDE_THAT_COUNTS))
    .sort((one, other) => one - other);
  const ratio = (large ?? 0) / Math.max(1, small ?? 0);
  return ratio <= COMPARISON.sideRatio && Math.abs(a.detail - b.detail) <= COMPARISON.detailDifference;
}

/** Whether there are enough frames of a face to compare it. */
export function isComparable({ frames }: { frames: number }): boolean {
  return frames >= TUNABLES.framesMinimum;
}

/**
 * Holds each face of a video against the same person in others. Of several faces of a reference the closest one counts.
 * @param checked faces of the checked video; those of too few frames are left out.
 */
export function compare(checked: readonly ComparableFace[], references: readonly Reference[]): Comparison {
  const faces = checked.filter(isComparable);
  const held = references.map((reference) => ({ reference, ...heldAgainst(faces, reference) }));
  return {
    faces: faces.flatMap((face) => {
      const scores = held.flatMap(({ scores }) => scores.get(face.track) ?? []);
      return scores.length > 0 ? [comparedFace(face, scores)] : [];
    }),
    references: held.map(({ reference: { name }, refusal }) => ({ name, refusal })),
  };
}

/** The log-odds of the same person in a reference, by the track of the checked face; or why it says nothing. */
function heldAgainst(
  checked: readonly ComparableFace[],
  { faces }: Reference,
): { scores: ReadonlyMap<number, number>; refusal: Refusal | null } {
  const scores = new Map<number, number>();
  if (typeof faces === 'string') return { scores, refusal: faces };
  if (faces.length === 0) return { scores, refusal: 'noFace' };
  const usable = faces.filter(isComparable);
  if (usable.length === 0) return { scores, refusal: 'tooFewFrames' };
  let refusal: Refusal = 'otherPerson';
  for (const face of checked) {
    const same = closest(face, usable);
    if (!same) continue;
    if (alikeInQuality(face, same)) scores.set(face.track, same.logOdds);
    else refusal = 'quality';
  }
  return { scores, refusal: scores.size > 0 ? null : refusal };
}

function closest(face: ComparableFace, others: readonly ComparableFace[]): ComparableFace | undefined {
  return others
    .map((other) => ({ other, apart: distance(face.descriptor, other.descriptor) }))
    .filter(({ apart }) => apart <= COMPARISON.samePerson)
    .sort((a, b) => a.apart - b.apart)[0]?.other;
}

function comparedFace({ track, logOdds }: ComparableFace, references: readonly number[]): ComparedFace {
  const { mean, margin } = genuineRange(references);
  const difference = logOdds - mean;
  const side = Math.abs(difference) <= margin ? 'within' : difference > 0 ? 'higher' : 'lower';
  return { track, side, logOdds, references: [...references], difference, margin };
}
