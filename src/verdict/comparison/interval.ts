import { COMPARISON } from './tunables.ts';

/** How far one more genuine video of a person may lie from those that are known. */

/** Of the normal distribution; 95 % lie within. */
const Z = 1.959964;

/** 97.5th percentile of Student's t (Abramowitz and Stegun 1972, 26.7.5); right to 1 % from three degrees of freedom on. */
export function studentT(freedom: number): number {
  const z2 = Z * Z;
  const terms = [
    (Z * (z2 + 1)) / 4,
    (Z * ((5 * z2 + 16) * z2 + 3)) / 96,
    (Z * (((3 * z2 + 19) * z2 + 17) * z2 - 15)) / 384,
  ];
  return terms.reduce((sum, term, power) => sum + term / freedom ** (power + 1), Z);
}

/**
 * The 95 % interval of one more genuine video around the mean of those that are known. Its spread is theirs and that of people in general,
 * weighed by how many videos stand for each; the fewer there are, the wider it is.
 * @param scores log-odds of genuine videos of one person, at least one.
 */
export function genuineRange(scores: readonly number[]): { mean: number; margin: number } {
  const n = scores.length;
  const mean = scores.reduce((sum, score) => sum + score, 0) / n;
  const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0);
  const { spread, spreadVideos } = COMPARISON;
  const freedom = spreadVideos + n - 1;
  const variance = (spreadVideos * spread ** 2 + squares) / freedom;
  return { mean, margin: studentT(freedom) * Math.sqrt(variance * (1 + 1 / n)) };
}
