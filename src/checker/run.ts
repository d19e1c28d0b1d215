import { checkFile, type Progress } from './check-file.ts';
import type { Outcome } from './results.ts';

/** One file of a pick, as the page shows it. */
export interface Item {
  index: number;
  name: string;
  status: 'waiting' | 'checking' | 'done';
  progress: Progress | null;
  outcome: Outcome | null;
}

const CANCELLED: Outcome = { state: null, failure: 'cancelled', ms: 0 };

/**
 * Checks files one after another: the detector is the bottleneck, and frames of one file at a time bound the memory.
 * @param tell called with an item each time it changes; after `signal` aborts, the rest end as cancelled.
 */
export async function runChecks(
  files: readonly File[],
  frames: number,
  signal: AbortSignal,
  tell: (item: Item) => void,
): Promise<void> {
  for (const [index, file] of files.entries()) {
    let item: Item = { index, name: file.name, status: 'checking', progress: null, outcome: null };
    if (!signal.aborted) tell(item);
    const outcome = signal.aborted
      ? CANCELLED
      : await checkFile(file, frames, signal, (progress) => {
          item = { ...item, progress };
          tell(item);
        });
    tell({ ...item, status: 'done', outcome });
  }
}
