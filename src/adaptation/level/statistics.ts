/** Quantiles, of samples and of the normal distribution. */

/** Between the two values next to it. @param sorted ascending, one at least. @param share 0…1. */
export function quantileOf(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const [a = Number.NaN, b = a] = sorted.slice(below, below + 2);
  return a + (at - below) * (b - a);
}

export function medianOf(values: readonly number[]): number {
  return quantileOf(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}

/** Share, 0…1, of a standard normal distribution below a value (Abramowitz & Stegun 1964, 26.2.17; off by less than 1e-7). */
export function normalShare(value: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(value));
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const above = (Math.exp(-(value ** 2) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return value >= 0 ? 1 - above : above;
}

/** Inverse of {@link normalShare}, by halving. @param share 0…1, not the ends. */
export function normalQuantile(share: number): number {
  let [low, high] = [-8, 8];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (normalShare(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
