import type { HistoryRecord } from '../../history/record.ts';
import type { VerdictKind } from '../../verdict/types.ts';

/** What of the history is wanted. Empty: whatever it is. */
export interface Filter {
  /** Words of the video's name or the page's address. */
  text: string;
  site: string;
  verdict: VerdictKind | '';
  /** Days as `2026-11-30`, in local time, both included. */
  from: string;
  to: string;
}

export const EVERYTHING: Filter = { text: '', site: '', verdict: '', from: '', to: '' };

/** The records that a filter lets through, in their order. */
export function filtered(records: readonly HistoryRecord[], filter: Filter): HistoryRecord[] {
  const words = filter.text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return records.filter((record) => {
    const searched = `${record.label} ${record.page}`.toLocaleLowerCase();
    const day = dayOf(record.at);
    return (
      words.every((word) => searched.includes(word)) &&
      (filter.site === '' || record.site === filter.site) &&
      (filter.verdict === '' || record.verdict.kind === filter.verdict) &&
      (filter.from === '' || day >= filter.from) &&
      (filter.to === '' || day <= filter.to)
    );
  });
}

/** The sites there are, in alphabetical order. */
export function sitesOf(records: readonly HistoryRecord[]): string[] {
  return [...new Set(records.map(({ site }) => site))].sort();
}

/** `2026-11-30`, in local time. */
function dayOf(at: number): string {
  const date = new Date(at);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
