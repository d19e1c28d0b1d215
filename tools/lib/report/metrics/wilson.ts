/** From `low` to `high`, 95 % unless said otherwise. */
export interface Interval {
  low: number;
  high: number;
}

/** Some of a number of things, with the interval of the share. */
export interface Share extends Interval {
  count: number;
  n: number;
  /** 0…1. */
  rate: number;
}

/** 97.5 % point of the normal distribution. */
const Z = 1.959963984540054;

/**
 * Wilson's score interval, which stays honest for counts at or near 0: none of 20 is still up to 16 %.
 * @param count of `n`; a fraction where `n` is fewer than were counted.
 * @returns null if n is 0.
 */
export function wilson(count: number, n: number): Share | null {
  if (n === 0) return null;
  const rate = count / n;
  const spread = Z * Math.sqrt((rate * (1 - rate)) / n + (Z * Z) / (4 * n * n));
  const scale = 1 + (Z * Z) / n;
  const middle = rate + (Z * Z) / (2 * n);
  return {
    count,
    n,
    rate,
    low: count === 0 ? 0 : (middle - spread) / scale,
    high: count === n ? 1 : (middle + spread) / scale,
  };
}
