/** Of a distance, to either side. First choice. */
const SHIFT = 1 / 6;
/** The golden ratio's: no two of its multiples come close to one another for long. */
const STEP = (Math.sqrt(5) - 1) / 2;

/**
 * By what part of their distance the i-th of evenly spread times is moved, −1/6…1/6: of a loop that is as long as the distance, or a
 * few times as long, even times would show the same pictures again and again.
 */
export function unevenness(i: number): number {
  return SHIFT * (2 * ((i * STEP) % 1) - 1);
}
