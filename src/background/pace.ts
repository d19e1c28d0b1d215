/**
 * Lets callers through one at a time, with at least `gapMs` from the end of one to the start of the next.
 * @returns a function that runs `work` in its turn, or answers null at once if more than `maxWaiting` are before it.
 */
export function createPace(
  gapMs: number,
  maxWaiting: number,
): <T>(work: () => Promise<T>) => Promise<T | null> {
  let tail: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return async (work) => {
    if (waiting > maxWaiting) return null;
    waiting++;
    const turn = tail.then(work);
    const gap = () => new Promise<void>((resolve) => setTimeout(resolve, gapMs));
    tail = turn.then(gap, gap);
    try {
      return await turn;
    } finally {
      waiting--;
    }
  };
}
