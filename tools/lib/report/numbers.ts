import type { Interval } from './metrics/wilson.ts';

/** Figures as tables and pictures show them; a dash where there is none. */

export const NONE = '–';

/** `0.848` */
export function decimals(value: number | null, digits = 3): string {
  return value === null ? NONE : value.toFixed(digits);
}

/** `14.0%` */
export function percent(share: number | null, digits = 1): string {
  return share === null ? NONE : `${(share * 100).toFixed(digits)}%`;
}

/** `0.837–0.860` */
export function intervalOf({ low, high }: { low: number | null; high: number | null }): string {
  return low === null || high === null ? NONE : `${low.toFixed(3)}–${high.toFixed(3)}`;
}

/** `+0.012 (−0.003 to +0.027)`, with a real minus. */
export function changeOf(change: (Interval & { value: number }) | null): string {
  return change === null ? NONE : `${signed(change.value)} (${signed(change.low)} to ${signed(change.high)})`;
}

function signed(value: number): string {
  const text = Math.abs(value).toFixed(3);
  return `${value < 0 && Number(text) > 0 ? '−' : '+'}${text}`;
}
