import { expect, it } from 'vitest';
import { markedWords, markOf, mayMark } from '../../../src/popup/mark-words.ts';
import { aReport, aState } from '../reports.ts';

it('offers marks for videos in which a face was seen to the end', () => {
  expect(mayMark(aReport())).toBe(true);
  expect(mayMark(aReport({ phase: 'checking' }))).toBe(false);
  expect(mayMark(aReport({ state: null, failure: 'engineLost' }))).toBe(false);
  expect(mayMark(aReport({ state: aState({ kind: 'notChecked', reason: 'noFace' }, { faces: [] }) }))).toBe(
    false,
  );
});

it('knows the mark of a video by its tab, frame and source', () => {
  const key = { video: 'a', epoch: 2 };
  const marked = (place: { tabId: number; frameId: number; key: typeof key } | null) =>
    [{ video: 'v', mark: 'fake', at: 0, place }] as const;
  const video = { tabId: 1, frameId: 0, key };
  expect(markOf([...marked(video)], video)).toBe('fake');
  expect(markOf([...marked(video)], { ...video, key: { ...key, epoch: 3 } })).toBeNull();
  expect(markOf([...marked({ ...video, tabId: 2 })], video)).toBeNull();
  expect(markOf([...marked(null)], video)).toBeNull();
});

it('tells what a mark does, and where it does nothing', () => {
  expect(markedWords('trusted', 1)).toContain('counts as genuine');
  expect(markedWords('fake', 12)).toContain('counts as manipulated');
  expect(markedWords('fake', 0)).toContain('nothing changes');
  expect(markedWords(null, 3)).toContain('Taken back');
});
