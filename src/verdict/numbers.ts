/** Numbers of a result as people read them; the badge, the pages and the command line all use these. */

/**
 * A probability (0…1, of manipulation) as the manipulation score, 1…99. It has this one meaning everywhere: never its complement,
 * never a percentage, since it is calibrated on our validation faces and not on what somebody watches; and never 0 or 100, since nothing here is certain.
 */
export function scoreOf(probability: number): number {
  return Math.min(99, Math.max(1, Math.round(probability * 100)));
}

/** Media time in ms as `m:ss`, or `h:mm:ss` from an hour on. */
export function clock(timeMs: number): string {
  const seconds = Math.max(0, Math.floor(timeMs / 1000));
  const two = (n: number): string => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
