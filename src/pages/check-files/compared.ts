import type { Item } from './item.ts';

/** More have no room beside each other. */
export const MOST_COMPARED = 4;

/** What there is to hold against another: a result with frames. */
export function isComparable({ status, record }: Item): boolean {
  return status === 'done' && record?.state != null;
}

/** Chooses one result more, or takes it back. */
export function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(chosen);
  if (!next.delete(id) && next.size < MOST_COMPARED) next.add(id);
  return next;
}
