import { bootstrap, quantile } from '../lib/report/metrics/bootstrap.ts';

/** Two ways of doing the same, timed by turns in one run, so that what else the machine does weighs on both alike. */

/** Times of one comparison: the i-th of both were measured one right after the other. */
export interface Pairs {
  name: string;
  unit: string;
  ours: number[];
  other: number[];
}

/** One line of the table. `ratio` is the median of other over ours of each pair, `low` and `high` its 95 % interval. */
export interface Comparison {
  name: string;
  /** Medians. */
  ours: number;
  other: number;
  ratio: number;
  low: number;
  high: number;
  unit: string;
}

/** @throws RangeError if there are not as many of both, or fewer than two, which have no interval. */
export function comparisonOf({ name, unit, ours, other }: Pairs): Comparison {
  if (ours.length !== other.length || ours.length < 2)
    throw new RangeError(`${name}: ${ours.length} and ${other.length} times are not two pairs or more`);
  // Two that took nothing are alike.
  const ratios = Float64Array.from(ours, (own, i) => (own === other[i] ? 1 : (other[i] ?? Number.NaN) / own));
  const { median: ratio, low, high } = medianWithInterval(ratios);
  return { name, ours: median(ours), other: median(other), ratio, low, high, unit };
}

/** How much more ours took: the median of the pairs' differences with its 95 % interval. */
export function addedBy({ ours, other }: Pairs): { median: number; low: number; high: number } {
  return medianWithInterval(Float64Array.from(ours, (own, i) => own - (other[i] ?? Number.NaN)));
}

function medianWithInterval(values: Float64Array): { median: number; low: number; high: number } {
  const sorted = [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const weightedMedian = (weights: Float64Array): number => {
    let left = values.length / 2;
    const middle = sorted.find((i) => (left -= weights[i] ?? 0) <= 0);
    return values[middle ?? 0] ?? Number.NaN;
  };
  const units = [...values.keys()].map((i) => ({ stratum: 'pairs', members: [i] }));
  const { middle: interval } = bootstrap(units, values.length, { middle: weightedMedian });
  const middle = median(values);
  const { low, high } = interval ?? { low: middle, high: middle };
  return { median: middle, low, high };
}

function median(values: ArrayLike<number>): number {
  return quantile(Float64Array.from(values).sort(), 0.5);
}
