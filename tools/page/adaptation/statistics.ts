import { CUT_VALUES } from '../../../src/detector/cut.ts';
import type { Shift } from './judging.ts';

/** Means and standard deviations of every value at the cut. */
interface Statistics {
  mean: Float64Array;
  spread: Float64Array;
}

function statisticsOf(faces: readonly Float32Array[]): Statistics {
  const mean = new Float64Array(CUT_VALUES);
  const square = new Float64Array(CUT_VALUES);
  for (const values of faces) {
    values.forEach((value, i) => {
      mean[i] = (mean[i] ?? 0) + value / faces.length;
      square[i] = (square[i] ?? 0) + (value * value) / faces.length;
    });
  }
  const spread = square.map((value, i) => Math.sqrt(Math.max(0, value - (mean[i] ?? 0) ** 2)));
  return { mean, spread };
}

/** Below this spread a unit never moves and is only shifted. */
const SMALLEST_SPREAD = 1e-4;

/**
 * Brings a site's values to the source's statistics, value by value, as batch normalisation with the site's statistics would: those
 * of the source, mixed with a share of the site's.
 */
export function statisticsShift(
  source: readonly Float32Array[],
  site: readonly Float32Array[],
  share: number,
): Shift {
  const ofSource = statisticsOf(source);
  const ofSite = statisticsOf(site);
  const mix = (a: Float64Array, b: Float64Array) =>
    a.map((value, i) => (1 - share) * value + share * (b[i] ?? 0));
  const mean = mix(ofSource.mean, ofSite.mean);
  const spread = mix(ofSource.spread, ofSite.spread);
  const gain = spread.map((value, i) =>
    value > SMALLEST_SPREAD ? (ofSource.spread[i] ?? value) / value : 1,
  );
  return (values) => {
    for (let i = 0; i < values.length; i++) {
      values[i] = ((values[i] ?? 0) - (mean[i] ?? 0)) * (gain[i] ?? 1) + (ofSource.mean[i] ?? 0);
    }
  };
}
