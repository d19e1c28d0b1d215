import { text } from '../words/text.ts';
import type { FaceSummary, VideoState } from './types.ts';

/** What is drawn and said of where a face shows signs of blending. Pure: badge and pages draw with what they have. */

/** Fields of a mask along a side, whatever network it is of; no whole number for what is no square. */
export function heatSide(mask: readonly number[]): number {
  return Math.sqrt(mask.length);
}

/** A face with a picture and a mask to be laid over it. */
export interface HeatedFace {
  track: number;
  thumbnail: string;
  mask: readonly number[];
}

/**
 * The face whose signs of blending are shown: the most suspicious one judged likely manipulated that has a picture and a mask. None
 * under any other verdict: beside "unclear", which most genuine videos get, a glowing face would accuse where the words do not.
 * @param state with its final verdict.
 */
export function heatedFace(state: Pick<VideoState, 'verdict' | 'faces'>): HeatedFace | null {
  if (state.verdict.kind !== 'manipulated') return null;
  const candidates = state.faces.flatMap((face) => heated(face) ?? []);
  const [worst] = candidates.sort((a, b) => b.probability - a.probability);
  return worst ? { track: worst.track, thumbnail: worst.thumbnail, mask: worst.mask } : null;
}

function heated({ track, verdict, probability, thumbnail, mask }: FaceSummary) {
  if (verdict.kind !== 'manipulated' || thumbnail === '' || mask === undefined) return null;
  return { track, probability, thumbnail, mask };
}

/** The brightest colour stands for at least this probability, so that faint signs do not glow. First choice. */
const FULL_FROM = 0.5;
/** Amber, told from skin and from grey by everybody; the picture below is drawn grey and darkened. */
const COLOUR = [255, 186, 0] as const;
/** Opacity, 0…255, of the strongest sign: the face stays to be seen. */
const OPAQUE = 215;

/** The overlay, RGBA, `[side, side, 4]`: one colour, more opaque where there are more signs. */
export function heatPixels(mask: readonly number[]): Uint8ClampedArray<ArrayBuffer> {
  const full = Math.max(FULL_FROM, ...mask);
  return new Uint8ClampedArray(mask.flatMap((value) => [...COLOUR, (value / full) * OPAQUE]));
}

/** Share of a side from which on fields lie in the middle: crops are upright and a little larger than the face, so that eyes and nose do. */
const MIDDLE_FROM = 3 / 8;

/** The fields before the middle, in it and behind it, along a side. */
function bands(side: number): [from: number, to: number][] {
  const middle = Math.floor(side * MIDDLE_FROM);
  return [
    [0, middle],
    [middle, side - middle],
    [side - middle, side],
  ];
}

const PLACES = [
  ['heat_upperLeft', 'heat_forehead', 'heat_upperRight'],
  ['heat_left', 'heat_eyesAndNose', 'heat_right'],
  ['heat_lowerLeft', 'heat_mouthAndChin', 'heat_lowerRight'],
] as const;

/** Mean sign in a place below which nothing is worth naming. First choice. */
const FAINT = 0.15;
/** Places with at least this share of the strongest one's signs count as well; so many are most of the face. First choice. */
const ALMOST_AS_STRONG = 0.6;
const MOST_PLACES = 4;

/** Where the signs are, for people: left and right as seen in the picture. */
export function heatWords(mask: readonly number[]): string {
  const along = bands(heatSide(mask));
  const means = along.flatMap((rows, row) =>
    along.map((columns, column) => ({
      place: PLACES[row]?.[column] ?? ('heat_spread' as const),
      mean: meanOf(mask, rows, columns),
    })),
  );
  const strongest = means.reduce((best, one) => (one.mean > best.mean ? one : best));
  if (strongest.mean < FAINT) return text('heat_faint');
  const strong = means.filter(({ mean }) => mean >= strongest.mean * ALMOST_AS_STRONG);
  if (strong.length >= MOST_PLACES) return text('heat_spread');
  return text(strongest.place);
}

export function heatLegend(): string {
  return text('heat_legend');
}

function meanOf(
  mask: readonly number[],
  rows: readonly [number, number],
  columns: readonly [number, number],
): number {
  const side = heatSide(mask);
  let sum = 0;
  for (let row = rows[0]; row < rows[1]; row++) {
    for (let column = columns[0]; column < columns[1]; column++) sum += mask[row * side + column] ?? 0;
  }
  return sum / ((rows[1] - rows[0]) * (columns[1] - columns[0]));
}
