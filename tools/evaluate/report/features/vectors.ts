import { dot } from '../../../../src/adaptation/vectors.ts';

/** Sums over the units of a feature. All vectors of one call have the same length. */

export { dot };

/** Adds `scale` × `source` to `target`, in place. */
export function addScaled(target: Float64Array, source: ArrayLike<number>, scale: number): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] ?? 0) + scale * (source[i] ?? 0);
}

/** To length 1, in place; a vector of zeros stays one. */
export function normalise(vector: Float64Array): void {
  const length = Math.sqrt(dot(vector, vector));
  if (length > 0) addScaled(vector, vector, 1 / length - 1);
}

/** @param rows `[n][units]`, at least one. */
export function meanOf(rows: readonly ArrayLike<number>[]): Float64Array {
  const mean = new Float64Array(rows[0]?.length ?? 0);
  for (const row of rows) addScaled(mean, row, 1 / rows.length);
  return mean;
}

/** Root mean square of each unit of rows that are centred: its standard deviation. */
export function spreadOf(centred: readonly Float64Array[]): Float64Array {
  const squares = new Float64Array(centred[0]?.length ?? 0);
  for (const row of centred) {
    for (let i = 0; i < squares.length; i++) squares[i] = (squares[i] ?? 0) + (row[i] ?? 0) ** 2;
  }
  return squares.map((sum) => Math.sqrt(sum / centred.length));
}

/** A copy less `mean`. */
export function centred(row: ArrayLike<number>, mean: Float64Array): Float64Array {
  const copy = Float64Array.from(row);
  addScaled(copy, mean, -1);
  return copy;
}
