/** Which of a page's many videos are looked at to find those near the screen. Pure. */

/** Pages list what they show in order: what comes into sight next lies beside what is in sight. */
const NEIGHBOURS = 24;
/** Of the others, which a page may show in any order, so many-th of them in each sweep. */
const PARTS = 4;

/**
 * @param watched of all videos, in the order in which they were found, whether it was near the screen. @param sweep counts up from 0.
 * @returns of each whether it is due. In the first sweep all are.
 */
export function dueInSweep(watched: readonly boolean[], sweep: number): boolean[] {
  const due = watched.map((_, i) => sweep === 0 || i % PARTS === sweep % PARTS);
  for (const [i, near] of watched.entries())
    if (near) due.fill(true, Math.max(0, i - NEIGHBOURS), i + NEIGHBOURS + 1);
  return due;
}
