import type { Sample } from './sample.ts';

/** One threshold: what is at or above it is called manipulated. */
export interface RocPoint {
  /** Genuine samples at or above it, 0…1. */
  falseAlarms: number;
  /** Manipulated samples at or above it, 0…1. */
  caught: number;
  threshold: number;
}

/**
 * The ROC curve from (0, 0) to (1, 1), one point for each different score. Between the points it is straight: samples
 * of equal score are passed together, in a slanting line.
 * @returns null if a class is missing.
 */
export function rocCurve(samples: readonly Sample[]): RocPoint[] | null {
  const sorted = [...samples].sort((a, b) => b.score - a.score);
  const fakes = sorted.filter(({ fake }) => fake).length;
  const reals = sorted.length - fakes;
  if (fakes === 0 || reals === 0) return null;
  const points: RocPoint[] = [{ falseAlarms: 0, caught: 0, threshold: Infinity }];
  let hits = 0;
  let alarms = 0;
  for (const [at, { fake, score }] of sorted.entries()) {
    if (fake) hits++;
    else alarms++;
    if (sorted[at + 1]?.score !== score) {
      points.push({ falseAlarms: alarms / reals, caught: hits / fakes, threshold: score });
    }
  }
  return points;
}

/**
 * Where false alarms and misses are equally frequent: the point of the straight-line ROC curve on the falling diagonal, found
 * by linear interpolation. The nearest single threshold would be off by up to half a step, much with few samples.
 * @returns 0…1.
 */
export function equalErrorRate(curve: readonly RocPoint[]): number {
  let previous: RocPoint = { falseAlarms: 0, caught: 0, threshold: Infinity };
  for (const point of curve) {
    // False alarms less misses: −1 at the curve's begin, +1 at its end, never falling.
    const after = point.falseAlarms + point.caught - 1;
    if (after >= 0) {
      const before = previous.falseAlarms + previous.caught - 1;
      const share = after === before ? 0 : -before / (after - before);
      return previous.falseAlarms + share * (point.falseAlarms - previous.falseAlarms);
    }
    previous = point;
  }
  return previous.falseAlarms;
}

/**
 * The largest share of manipulated samples caught by a threshold that exists and whose false alarms are at most `limit`.
 * Not interpolated: with 20 genuine samples, 1 % means none at all.
 * @param limit 0…1.
 * @returns 0…1.
 */
export function caughtAt(curve: readonly RocPoint[], limit: number): number {
  return curve.reduce((most, point) => (point.falseAlarms <= limit ? Math.max(most, point.caught) : most), 0);
}

/**
 * Average precision: precision at each threshold, weighted by what that threshold adds to the share caught; no interpolation.
 * Its chance level is the share of manipulated samples, so it compares only between sets of equal share.
 * @returns 0…1.
 */
export function averagePrecision(curve: readonly RocPoint[], fakes: number, reals: number): number {
  let sum = 0;
  let before = 0;
  for (const { caught, falseAlarms } of curve) {
    if (caught > before) sum += ((caught - before) * caught * fakes) / (caught * fakes + falseAlarms * reals);
    before = caught;
  }
  return sum;
}
