import type { Statistic } from './metrics/bootstrap.ts';
import type { Interval } from './metrics/wilson.ts';

/** A difference with its 95 % interval. */
export interface Change extends Interval {
  value: number;
}

/** One statistic less another; null where either is. */
export function difference(one: Statistic, other: Statistic): Statistic {
  return (weights) => {
    const first = one(weights);
    const second = other(weights);
    return first === null || second === null ? null : first - second;
  };
}

/** A value with its interval; null where either is missing. */
export function change(value: number | null, interval: Interval | null): Change | null {
  return value === null || interval === null ? null : { value, ...interval };
}
