/** Whether a quantity grows: a straight line through it, with what chance would leave of its slope. */

export interface Sample {
  /** Since the beginning, in min. */
  minutes: number;
  value: number;
}

export interface Trend {
  median: number;
  /** Of the fitted line over the whole time, with its 95 % interval, in the unit of the quantity. */
  growth: number;
  low: number;
  high: number;
  flat: boolean;
}

/** What comes before is a start: networks are loaded, caches filled. */
const START = 0.25;
/** Growth over the whole time by less than this part of the median is none that anyone would notice. */
const NOTICED = 0.05;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

/**
 * Least squares over what comes after the start. Flat: the slope may be nothing or less, or what it adds is not noticed.
 * @throws RangeError for fewer than four samples after the start.
 */
export function trendOf(samples: readonly Sample[]): Trend {
  const end = samples.at(-1)?.minutes ?? 0;
  const kept = samples.filter(({ minutes }) => minutes >= end * START);
  if (kept.length < 4) throw new RangeError(`A trend needs at least four samples, not ${kept.length}`);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(kept.map(({ minutes }) => minutes)), mean(kept.map(({ value }) => value))];
  const spread = kept.reduce((sum, { minutes }) => sum + (minutes - x) ** 2, 0);
  const slope = kept.reduce((sum, { minutes, value }) => sum + (minutes - x) * (value - y), 0) / spread;
  const rest = kept.reduce((sum, { minutes, value }) => sum + (value - y - slope * (minutes - x)) ** 2, 0);
  const error = Math.sqrt(rest / (kept.length - 2) / spread);
  const time = end * (1 - START);
  const middle = median(kept.map(({ value }) => value));
  const [growth, low, high] = [slope, slope - 1.96 * error, slope + 1.96 * error].map((each) => each * time);
  return {
    median: middle,
    growth: growth ?? 0,
    low: low ?? 0,
    high: high ?? 0,
    flat: (low ?? 0) <= 0 || (growth ?? 0) < NOTICED * middle,
  };
}
