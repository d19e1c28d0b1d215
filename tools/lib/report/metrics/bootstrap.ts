import { grouped } from '../../grouped.ts';
import { below, seeded } from './random.ts';
import type { Interval } from './wilson.ts';

/** What is drawn as a whole: a video with its frames, or a group with its videos. */
export interface Unit {
  /** Units are drawn within their stratum, so that no draw lacks a class. */
  stratum: string;
  /** Indices of its samples. */
  members: readonly number[];
}

export type Statistic = (weights: Float64Array) => number | null;

export interface BootstrapOptions {
  /** 2,000 unless given. */
  draws?: number;
  seed?: number;
}

export const DRAWS = 2000;
const SEED = 20_261;

/**
 * 95 % percentile bootstrap. Each draw takes, with replacement, as many units of each stratum as there are; a sample weighs as often as
 * its unit was drawn. All statistics see the same draws, so the difference of two is a paired one.
 * @param samples how many there are in all.
 * @returns for each statistic its interval; null where a stratum has fewer than two units, which says nothing of their spread,
 *   or where the statistic itself is null.
 */
export function bootstrap<Name extends string>(
  units: readonly Unit[],
  samples: number,
  statistics: Readonly<Record<Name, Statistic>>,
  { draws = DRAWS, seed = SEED }: BootstrapOptions = {},
): Record<Name, Interval | null> {
  const names = Object.keys(statistics) as Name[];
  const values = new Map<Name, number[]>(names.map((name) => [name, []]));
  const strata = [...grouped(units, ({ stratum }) => stratum).values()];
  if (strata.length > 0 && strata.every((stratum) => stratum.length > 1)) {
    const random = seeded(seed);
    const weights = new Float64Array(samples);
    for (let draw = 0; draw < draws; draw++) {
      weights.fill(0);
      for (const stratum of strata) {
        let left = stratum.length;
        while (left-- > 0) {
          for (const member of stratum[below(stratum.length, random)]?.members ?? []) {
            weights[member] = (weights[member] ?? 0) + 1;
          }
        }
      }
      for (const name of names) {
        const value = statistics[name](weights);
        if (value !== null) values.get(name)?.push(value);
      }
    }
  }
  return Object.fromEntries(
    names.map((name) => [name, percentiles(values.get(name) ?? [], draws)]),
  ) as Record<Name, Interval | null>;
}

function percentiles(values: number[], wanted: number): Interval | null {
  if (values.length < wanted) return null;
  const sorted = Float64Array.from(values).sort();
  return { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
}

/**
 * With linear interpolation between neighbours.
 * @param sorted ascending, at least one.
 * @param share 0…1.
 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? 0;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (at - Math.floor(at)) * (high - low);
}
