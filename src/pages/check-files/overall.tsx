import { listed, text } from '../../words/text.ts';
import { useRef } from 'preact/hooks';
import type { Item } from './item.ts';
import { summary } from './summary.ts';
import { timeLeft, timeLeftWords } from './time-left.ts';

/** How far the checks of this visit are, and their end. */
export function Overall({ items, onCancel }: { items: readonly Item[]; onCancel: () => void }) {
  const current = useRef<{ began: number; ids: Set<string> } | null>(null);
  const open = items.filter(({ status }) => status !== 'done');
  if (open.length === 0) {
    current.current = null;
    return (
      <div class="overall">
        <p role="status">{summary(items)}</p>
      </div>
    );
  }
  // Of this run: what was done before tells nothing of the rest.
  const run = (current.current ??= { began: performance.now(), ids: new Set() });
  for (const { id } of open) run.ids.add(id);
  const inRun = items.filter(({ id }) => run.ids.has(id));
  const done = inRun.filter(({ status }) => status === 'done').length;
  const within = open.reduce((sum, { progress }) => sum + shareOf(progress), 0);
  const left = timeLeft(performance.now() - run.began, (done + within) / Math.max(1, inRun.length));
  return (
    <div class="overall">
      <p role="status" />
      <label for="overall">
        {left === null ? summary(inRun) : listed([summary(inRun), timeLeftWords(left)], 'unit')}
      </label>
      <progress id="overall" max={inRun.length} value={done + within} />
      <button type="button" onClick={onCancel}>
        {text('check_cancelAll')}
      </button>
    </div>
  );
}

function shareOf(progress: Item['progress']): number {
  if (!progress || progress.framesTotal === 0 || progress.phase === 'looking') return 0;
  return progress.framesDone / progress.framesTotal;
}
