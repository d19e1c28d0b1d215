import type { HistoryRecord } from './record.ts';

/** No more records than these are kept, and none for longer. First choices, not measured. */
export const MAX_RECORDS = 2000;
export const MAX_AGE_MS = 90 * 24 * 60 * 60 * 1000;

/**
 * Ids of what must go: records too old, then of the site with the most records the oldest, so that a page that reports without end
 * displaces its own.
 * @param records oldest first.
 */
export function beyondBounds(
  records: readonly Pick<HistoryRecord, 'id' | 'at' | 'site'>[],
  now: number,
  most = MAX_RECORDS,
): string[] {
  const old = records.filter(({ at }) => now - at > MAX_AGE_MS);
  const kept = new Map<string, string[]>();
  for (const { id, at, site } of records) {
    if (now - at <= MAX_AGE_MS) kept.set(site, [...(kept.get(site) ?? []), id]);
  }
  const gone = old.map(({ id }) => id);
  for (let over = records.length - old.length - most; over > 0; over--) {
    const fullest = [...kept.values()].reduce((a, b) => (b.length > a.length ? b : a));
    const first = fullest.shift();
    if (first !== undefined) gone.push(first);
  }
  return gone;
}
