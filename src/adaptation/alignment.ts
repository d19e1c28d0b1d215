import { CUT_VALUES } from '../detector/cut.ts';
import { restore, type Ranges } from './quantise.ts';

/**
 * Source faces as the site would show them: every value at the cut brought to the mean and spread that it has on the site, so that
 * labels known for the source teach what tells faces apart under the site's cameras and codecs. This is the diagonal of CORAL (Sun,
 * Feng & Saenko 2016), computed on the frozen trunk's values; the whole covariance of a few hundred faces was noise and lost.
 */

/** Mean and mean square of each value at the cut, `[CUT_VALUES]`, over some faces. */
export interface Moments {
  mean: Float64Array;
  square: Float64Array;
}

/** A face of the source at the cut becomes `gain * values + shift`, both `[CUT_VALUES]`. */
export interface Alignment {
  gain: Float32Array;
  shift: Float32Array;
}

/** Between these the spread of a value may change: beyond them it is one that hardly ever moves. */
const GAIN = { least: 0.2, most: 5 } as const;
/** Below this spread a value counts as one that never moves. */
const SMALLEST_SPREAD = 1e-4;
/** Faces that are read in one slice. */
const TOGETHER = 64;

/** @param cuts of one face at least. @param breathe awaited after every slice; see `Pace` in training.ts. */
export async function momentsOf(
  cuts: readonly Uint8Array[],
  ranges: Ranges,
  breathe: () => Promise<void>,
): Promise<Moments> {
  const mean = new Float64Array(CUT_VALUES);
  const square = new Float64Array(CUT_VALUES);
  for (let first = 0; first < cuts.length; first += TOGETHER) {
    restore(cuts.slice(first, first + TOGETHER), ranges).forEach((value, i) => {
      const unit = i % CUT_VALUES;
      mean[unit] = (mean[unit] ?? 0) + value / cuts.length;
      square[unit] = (square[unit] ?? 0) + (value * value) / cuts.length;
    });
    await breathe();
  }
  return { mean, square };
}

/**
 * The source's classes are weighed as the site's share of manipulated faces has them: else a site of genuine faces alone would take
 * what tells the classes apart for its look.
 * @param fakeRate the site's estimated share of manipulated faces, 0…1.
 */
export function alignmentOf(
  source: { genuine: Moments; manipulated: Moments },
  site: Moments,
  fakeRate: number,
): Alignment {
  const mixed = (of: keyof Moments) =>
    source.genuine[of].map(
      (value, i) => (1 - fakeRate) * value + fakeRate * (source.manipulated[of][i] ?? value),
    );
  const from: Moments = { mean: mixed('mean'), square: mixed('square') };
  const spreads = { from: spreadOf(from), to: spreadOf(site) };
  const gain = Float32Array.from(spreads.from, (spread, i) =>
    Math.min(GAIN.most, Math.max(GAIN.least, (spreads.to[i] ?? spread) / spread)),
  );
  const shift = gain.map((factor, i) => (site.mean[i] ?? 0) - factor * (from.mean[i] ?? 0));
  return { gain, shift };
}

function spreadOf({ mean, square }: Moments): Float64Array {
  return square.map((value, i) => Math.sqrt(Math.max(0, value - (mean[i] ?? 0) ** 2)) + SMALLEST_SPREAD);
}

/** Changes one face's values at the cut in place. @param values of several faces, one after the other. @param face which of them. */
export function align(values: Float32Array, face: number, { gain, shift }: Alignment): void {
  const start = face * CUT_VALUES;
  gain.forEach((factor, i) => (values[start + i] = factor * (values[start + i] ?? 0) + (shift[i] ?? 0)));
}
