import { seeded } from '../../../lib/report/metrics/random.ts';
import { addScaled, centred, dot, meanOf, normalise } from './vectors.ts';

/** A flat view on a cloud of features: where its spread is largest, and second largest. */
export interface Plane {
  mean: Float64Array;
  /** Two vectors of length 1, at right angles. */
  axes: readonly [Float64Array, Float64Array];
  /** Share of the whole variance along each, 0…1. */
  explained: readonly [number, number];
}

const ROUNDS = 500;
/** Change of an axis in a round, below which it has settled. */
const SETTLED = 1e-10;

/**
 * Principal component analysis down to two dimensions by power iteration: each axis is multiplied by the covariance, made orthogonal to
 * the one before and normalised until it no longer moves. Its largest entry is made positive, so that the picture does not flip.
 * @param rows `[n][units]`, at least one row and two units.
 */
export function principalPlane(rows: readonly ArrayLike<number>[]): Plane {
  const mean = meanOf(rows);
  const cloud = rows.map((row) => centred(row, mean));
  const total = cloud.reduce((sum, row) => sum + dot(row, row), 0);
  const first = leadingAxis(cloud, null, 1);
  const second = leadingAxis(cloud, first, 2);
  const share = (axis: Float64Array): number =>
    total > 0 ? cloud.reduce((sum, row) => sum + dot(row, axis) ** 2, 0) / total : 0;
  return { mean, axes: [first, second], explained: [share(first), share(second)] };
}

/** @returns `[x, y]` of a feature on the plane. */
export function project({ mean, axes }: Plane, row: ArrayLike<number>): [number, number] {
  const point = centred(row, mean);
  return [dot(point, axes[0]), dot(point, axes[1])];
}

function leadingAxis(cloud: readonly Float64Array[], other: Float64Array | null, seed: number): Float64Array {
  const random = seeded(seed);
  let axis = Float64Array.from(cloud[0] ?? [], () => random() - 0.5);
  makeUnit(axis, other);
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Float64Array(axis.length);
    for (const row of cloud) addScaled(next, row, dot(row, axis));
    // No spread is left in any direction: any axis at right angles will do.
    if (dot(next, next) === 0) break;
    makeUnit(next, other);
    const moved = centred(next, axis);
    axis = next;
    if (dot(moved, moved) < SETTLED ** 2) break;
  }
  const largest = axis.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  return largest < 0 ? axis.map((value) => -value) : axis;
}

function makeUnit(axis: Float64Array, other: Float64Array | null): void {
  if (other) addScaled(axis, other, -dot(axis, other));
  normalise(axis);
}
