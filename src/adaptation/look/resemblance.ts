import type { Resemblance } from '../../contracts/round.ts';
import { CUT_VALUES } from '../../detector/cut.ts';
import type { Transfer } from './transfer.ts';
import { RESEMBLANCE } from '../tunables.ts';
import { dot, meanOf } from '../vectors.ts';

/**
 * Whether a site's faces are of the source's kind: whether its mean face lies where the mean of some of the source's own faces under damage
 * would. How far such means lie from what the transfer shows was measured where it is trained (training/adapt/transfer.py), and is told as a
 * probabilistic PCA (Tipping & Bishop 1999): variances along a few directions, and one of all others. Cameras and people that the
 * source does not have move a mean where damage never does, so that little of it weighs much.
 */

/** Faces of one kind: `[CUT_VALUES]` each, one at least. */
type Faces = readonly ArrayLike<number>[];

/**
 * @param shown source faces as the site would show them. @param site its faces.
 * @returns the squared Mahalanobis distance of the site's mean from the nearest mixture of the shown classes, over the number of values; and the share of
 * manipulated faces of that mixture, 0…1.
 */
export function resemblanceOf(
  { tensors }: Transfer,
  shown: { genuine: Faces; manipulated: Faces },
  site: Faces,
): Resemblance {
  const { spread, residualMean, residualAxes, residualSpread, residualRest } = tensors;
  if ([shown.genuine, shown.manipulated, site].some(({ length }) => length === 0))
    throw new RangeError('No faces have no mean');
  const ofGenuine = meanOf(shown.genuine);
  const between = (a: Float64Array, b: Float64Array) =>
    a.map((value, i) => (value - (b[i] ?? 0)) / (spread.values[i] ?? 1));
  const off = between(meanOf(site), ofGenuine).map((value, i) => value - (residualMean.values[i] ?? 0));
  const classes = between(meanOf(shown.manipulated), ofGenuine);

  const axes = Array.from(residualSpread.values, (_, k) =>
    residualAxes.values.subarray(k * CUT_VALUES, (k + 1) * CUT_VALUES),
  );
  const along = (vector: Float64Array) => axes.map((axis) => dot(vector, axis));
  const rest = (residualRest.values[0] ?? 1) ** 2;
  /** The inner product in which the source's own means are spread alike in every direction. */
  const product = (a: Float64Array, b: Float64Array): number => {
    const [alongA, alongB] = [along(a), along(b)];
    const told = alongA.reduce(
      (sum, value, k) => sum + (value * (alongB[k] ?? 0)) / (residualSpread.values[k] ?? 1) ** 2,
      0,
    );
    return told + (dot(a, b) - dot(alongA, alongB)) / rest;
  };

  const fakeRate = Math.min(1, Math.max(0, product(off, classes) / product(classes, classes) || 0));
  const left = off.map((value, i) => value - fakeRate * (classes[i] ?? 0));
  const distance = product(left, left) / CUT_VALUES;
  return { distance, alike: distance <= RESEMBLANCE, fakeRate };
}
