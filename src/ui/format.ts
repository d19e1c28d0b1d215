/** Numbers as people read them. */

const percentFormat = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 });

/** A probability, 0…1, as a percentage. Never 0 % or 100 %: nothing here is certain. */
export function percent(probability: number): string {
  return percentFormat.format(Math.min(0.99, Math.max(0.01, probability)));
}

/** Media time in ms as `m:ss`, or `h:mm:ss` from an hour on. */
export function clock(timeMs: number): string {
  const seconds = Math.max(0, Math.floor(timeMs / 1000));
  const two = (n: number) => String(n).padStart(2, '0');
  const h = Math.floor(seconds / 3600);
  const m = Math.floor(seconds / 60) % 60;
  return h > 0 ? `${h}:${two(m)}:${two(seconds % 60)}` : `${m}:${two(seconds % 60)}`;
}

/** `1 face`, `2 faces`. */
export function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

/** A duration in ms with sensible precision: `8.4 ms`, `120 ms`, `1.8 s`. */
export function duration(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}
