import { worstFirst } from '../../messages/report.ts';
import type { VerdictKind } from '../../verdict/types.ts';
import { kindOfItem, type Item } from './item.ts';

/** What the list shows: all, or what ended in one verdict. */
export type Filter = 'all' | VerdictKind;

/** What is being checked, then the results, the worst first, then what waits. What is under way passes every filter. */
export function listed(items: readonly Item[], filter: Filter): Item[] {
  const shown = items.filter((item) => filter === 'all' || [filter, 'underWay'].includes(kindOfItem(item)));
  return [
    ...shown.filter(({ status }) => status === 'checking'),
    ...shown.filter(({ status }) => status === 'done').sort(byVerdict),
    ...shown.filter(({ status }) => status === 'waiting'),
  ];
}

function byVerdict(a: Item, b: Item): number {
  if (!a.record || !b.record) return 0;
  return worstFirst(
    { ...a.record, updatedAt: a.record.checkedAt },
    { ...b.record, updatedAt: b.record.checkedAt },
  );
}

/** How many ended in each verdict. */
export function countByKind(items: readonly Item[]): ReadonlyMap<VerdictKind, number> {
  const counts = new Map<VerdictKind, number>();
  for (const item of items) {
    const kind = kindOfItem(item);
    if (kind !== 'underWay') counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}
