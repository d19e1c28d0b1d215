import { verdictOf } from '../messages/report.ts';
import { VERDICT_KINDS } from '../verdict/types.ts';
import { VERDICT_WORDS } from '../verdict/words.ts';
import type { Item } from './run.ts';

/** One sentence over all files: how far, or how they ended. */
export function summary(items: readonly Item[]): string {
  const done = items.filter((item) => item.status === 'done');
  if (items.length === 0) return '';
  if (done.length < items.length) return `${done.length} of ${items.length} files checked`;
  const kinds = done.map(
    (item) => (item.outcome ? verdictOf(item.outcome)?.kind : undefined) ?? 'notChecked',
  );
  const parts = VERDICT_KINDS.flatMap((kind) => {
    const n = kinds.filter((other) => other === kind).length;
    return n > 0 ? [`${VERDICT_WORDS[kind]}: ${n}`] : [];
  });
  return `All ${items.length === 1 ? 'done' : `${items.length} files done`}. ${parts.join(', ')}.`;
}
