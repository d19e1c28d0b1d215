export interface Weighted {
  value: number;
  /** Above 0. */
  weight: number;
}

/**
 * Mean after cutting `trim` of the total weight from either end.
 * Cutting by weight instead of by count keeps it monotone: raising any value never lowers the result.
 * @param samples at least one.
 * @param trim 0…0.5 of the total weight; at 0.5 it is the median.
 */
export function trimmedMean(samples: readonly Weighted[], trim: number): number {
  const sorted = [...samples].sort((a, b) => a.value - b.value || a.weight - b.weight);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  // Something must be left to take the mean of.
  const cut = Math.min(trim, 0.499) * total;
  let below = 0;
  let sum = 0;
  for (const { value, weight } of sorted) {
    const kept = Math.min(below + weight, total - cut) - Math.max(below, cut);
    if (kept > 0) sum += value * kept;
    below += weight;
  }
  return sum / (total - 2 * cut);
}
