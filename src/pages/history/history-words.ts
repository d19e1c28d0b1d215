import { MAX_AGE_MS, MAX_RECORDS } from '../../history/bounds.ts';
import { plural, text } from '../../words/text.ts';

const DAYS = Math.round(MAX_AGE_MS / (24 * 60 * 60 * 1000));

/** What turning the history on means. */
export function historyHint(): string {
  return text('history_hint', { most: MAX_RECORDS, days: DAYS });
}

/** "3 of 12 records", or "12 records". */
export function shownLine(shown: number, all: number): string {
  return shown === all ? plural('history_records', all) : plural('history_recordsOf', all, { shown });
}

/** Why nothing is listed, and what to do. */
export function emptyWords(all: number, on: boolean): string {
  if (all > 0) return text('history_noneFits');
  return on ? text('history_noneYet') : text('history_isOff');
}
