import { expect, it } from 'vitest';
import { learnHint, mayTrust, trustWords, turnedWords } from '../../../src/popup/adaptation-words.ts';
import { aReport, aState } from '../reports.ts';

it('says what is stored before the switch is turned, and why it cannot be in a private window', () => {
  expect(learnHint({ private: false })).toMatch(/without pictures.*never leave/);
  expect(learnHint({ private: true })).toContain('private window');
});

it('says how the switch stands, not how it was wanted', () => {
  expect(turnedWords('a.example', true, true)).toContain('learns from');
  expect(turnedWords('a.example', true, false)).toContain('not checked');
  expect(turnedWords('a.example', false, false)).toContain('kept until you forget it');
});

it('offers trust for videos in which a face was seen to the end', () => {
  expect(mayTrust(aReport())).toBe(true);
  expect(mayTrust(aReport({ phase: 'checking' }))).toBe(false);
  expect(mayTrust(aReport({ state: null, failure: 'engineLost' }))).toBe(false);
  expect(mayTrust(aReport({ state: aState({ kind: 'notChecked', reason: 'noFace' }, { faces: [] }) }))).toBe(
    false,
  );
});

it('tells how many faces count after a video was called trusted, in singular and plural', () => {
  expect(trustWords(true, 1)).toMatch(/^1 face of this video counts /);
  expect(trustWords(true, 12)).toMatch(/^12 faces of this video count /);
  expect(trustWords(true, 0)).toContain('nothing changes');
  expect(trustWords(false, 0)).toContain('No face');
});
