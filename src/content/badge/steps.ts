/**
 * Runs pieces of work side by side, step by step: all of them up to their first `yield`, then all up to the second, and so on. Where one step
 * reads the layout and the next one changes it, the browser lays the page out once for all of them instead of once for each.
 * @param failed gets what a piece throws, with its place in the list; the others go on.
 */
export function inStep(
  pieces: readonly Generator<void, void>[],
  failed: (error: unknown, index: number) => void = reportError,
): void {
  let running = pieces.map((piece, index) => ({ piece, index }));
  while (running.length > 0) {
    running = running.filter(({ piece, index }) => {
      try {
        return !piece.next().done;
      } catch (error) {
        failed(error, index);
        return false;
      }
    });
  }
}
