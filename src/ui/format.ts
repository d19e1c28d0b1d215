/** Numbers as people read them. */

/** A duration in ms with sensible precision: `8.4 ms`, `120 ms`, `1.8 s`. */
export function duration(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}
