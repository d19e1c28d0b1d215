import { expect, it } from 'vitest';
import type { HistoryRecord } from '../../../../src/history/record.ts';
import { EVERYTHING, filtered, sitesOf } from '../../../../src/pages/history/filter.ts';
import { emptyWords, shownLine } from '../../../../src/pages/history/history-words.ts';

const record = (change: Partial<HistoryRecord>): HistoryRecord => ({
  id: 'a',
  at: new Date(2026, 10, 30, 12).getTime(),
  page: 'https://news.example/clip',
  site: 'news.example',
  label: 'Interview with the Mayor',
  verdict: { kind: 'noSign' },
  faces: 1,
  frames: 16,
  modelVersion: '1.0.0',
  ...change,
});
const RECORDS = [
  record({}),
  record({
    id: 'b',
    site: 'clips.example',
    page: 'https://clips.example/7',
    label: '',
    verdict: { kind: 'manipulated' },
  }),
  record({ id: 'c', at: new Date(2026, 10, 28, 23, 59).getTime() }),
];
const ids = (change: Partial<typeof EVERYTHING>) =>
  filtered(RECORDS, { ...EVERYTHING, ...change }).map(({ id }) => id);

it('narrows by words of name and address, site, verdict and days, in any combination', () => {
  expect(ids({})).toEqual(['a', 'b', 'c']);
  expect(ids({ text: 'mayor NEWS' })).toEqual(['a', 'c']);
  expect(ids({ text: 'clips.example/7' })).toEqual(['b']);
  expect(ids({ verdict: 'manipulated' })).toEqual(['b']);
  expect(ids({ site: 'news.example', from: '2026-11-29' })).toEqual(['a']);
  expect(ids({ to: '2026-11-28' })).toEqual(['c']);
  expect(ids({ text: 'mayor', verdict: 'manipulated' })).toEqual([]);
});

it('lists sites once, and says why nothing is shown', () => {
  expect(sitesOf(RECORDS)).toEqual(['clips.example', 'news.example']);
  expect(shownLine(1, 3)).toBe('1 of 3 records');
  expect(emptyWords(3, true)).toContain('clear the filter');
  expect(emptyWords(0, false)).toContain('nothing is stored');
});
