import type { Plot } from '../../../lib/report/plots/axes.ts';
import { rect } from '../../../lib/report/plots/svg.ts';

const BINS = 25;

/** How many of the values, 0…1, fall into each of 25 equal bins. */
export function binned(values: readonly number[]): number[] {
  const counts = new Array<number>(BINS).fill(0);
  for (const value of values) {
    const bin = Math.max(0, Math.min(BINS - 1, Math.floor(value * BINS)));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

/** One bar a bin, `largest` as high as the plot. */
export function bars(
  { left, top, width, height }: Plot,
  values: readonly number[],
  largest: number,
  look: string,
): string {
  const step = width / values.length;
  return values
    .map((value, at) => {
      const high = (value / largest) * height;
      return value === 0 ? '' : rect(left + at * step + 0.5, top + height - high, step - 1, high, look);
    })
    .join('');
}
