import { decimal, listed, text } from '../../words/text.ts';
import { VERDICT_KINDS } from '../../verdict/types.ts';
import { VERDICT_WORDS } from '../../verdict/words.ts';
import type { Item } from './item.ts';
import { countByKind } from './list-order.ts';

/** One sentence over all files: how far, or how they ended. */
export function summary(items: readonly Item[]): string {
  const done = items.filter((item) => item.status === 'done');
  if (items.length === 0) return '';
  if (done.length < items.length) return text('check_progress', { done: done.length, all: items.length });
  const counts = countByKind(done);
  const parts = VERDICT_KINDS.flatMap((kind) => {
    const n = counts.get(kind) ?? 0;
    return n > 0 ? [text('verdict_partAndReason', { part: VERDICT_WORDS[kind], reason: decimal(n) })] : [];
  });
  const all = items.length === 1 ? text('check_oneDone') : text('check_allDone', { all: items.length });
  return `${all} ${listed(parts, 'unit')}.`;
}
