import { addScaled, centred, dot, meanOf, normalise, spreadOf } from './vectors.ts';

/** A linear rule between two classes; above 0 it says "second". */
export type Probe = (row: ArrayLike<number>) => number;

/** Keeps the weights of separable classes finite. */
const RIDGE = 1e-3;
const STEPS = 300;
const SMALLEST_SPREAD = 1e-9;

/**
 * Logistic regression on standardised units, both classes weighing alike however many rows they have. Accelerated gradient descent
 * (Nesterov 1983) with the step that the largest curvature allows.
 * @param rows `[n][units]`, some of each class.
 * @param second one for each row: whether it is of the second class.
 */
export function fitProbe(rows: readonly ArrayLike<number>[], second: readonly boolean[]): Probe {
  const mean = meanOf(rows);
  const cloud = rows.map((row) => centred(row, mean));
  const spread = spreadOf(cloud);
  // The last entry is the intercept's.
  const prepare = (point: Float64Array): Float64Array =>
    Float64Array.from([...point.map((value, i) => value / Math.max(SMALLEST_SPREAD, spread[i] ?? 0)), 1]);
  const inputs = cloud.map(prepare);
  const seconds = second.filter(Boolean).length;
  const shares = second.map((is) => 0.5 / (is ? seconds : second.length - seconds));
  const step = 1 / (curvature(inputs, shares) + RIDGE);

  let weights = new Float64Array(inputs[0]?.length ?? 0);
  let ahead = weights.slice();
  for (let round = 0; round < STEPS; round++) {
    const next = ahead.slice();
    addScaled(next, ahead, -step * RIDGE);
    for (const [at, input] of inputs.entries()) {
      const probability = 1 / (1 + Math.exp(-dot(input, ahead)));
      addScaled(next, input, -step * (shares[at] ?? 0) * (probability - (second[at] ? 1 : 0)));
    }
    const momentum = round / (round + 3);
    ahead = next.map((value, i) => value + momentum * (value - (weights[i] ?? 0)));
    weights = next;
  }
  return (row) => dot(prepare(centred(row, mean)), weights);
}

/** Largest curvature of the loss: a quarter of the largest eigenvalue of the weighted second moments, by power iteration, with some room. */
function curvature(inputs: readonly Float64Array[], shares: readonly number[]): number {
  let axis = new Float64Array(inputs[0]?.length ?? 0).fill(1);
  let largest = 0;
  for (let round = 0; round < 20; round++) {
    normalise(axis);
    const next = new Float64Array(axis.length);
    for (const [at, input] of inputs.entries()) addScaled(next, input, (shares[at] ?? 0) * dot(input, axis));
    largest = Math.sqrt(dot(next, next));
    axis = next;
  }
  return (1.2 * largest) / 4;
}
