import { expect, test } from 'vitest';
import { badgeName, badgeWords, headline, type Shown } from '../../../src/content/badge/words.ts';
import { VERDICT_KINDS } from '../../../src/verdict/types.ts';

const SHOWN: Shown[] = [
  { kind: 'waiting' },
  { kind: 'checking', judged: 3, wanted: 16 },
  { kind: 'verdict', verdict: { kind: 'noSign' } },
  { kind: 'verdict', verdict: { kind: 'manipulated' } },
  { kind: 'verdict', verdict: { kind: 'unclear', reason: 'smallFace' } },
  { kind: 'verdict', verdict: { kind: 'notChecked', reason: 'noFace' } },
];

test('the name of the badge holds the words that are seen on it', () => {
  for (const shown of SHOWN) expect(badgeName(shown, false)).toContain(badgeWords(shown));
});

test('all four verdicts are told apart by words', () => {
  const words = SHOWN.slice(2).map(badgeWords);
  expect(new Set(words).size).toBe(VERDICT_KINDS.length);
});

test('a badge says how far it is and its details say why', () => {
  expect(badgeWords({ kind: 'checking', judged: 3, wanted: 16 })).toBe('Checking 3 of 16');
  expect(headline({ kind: 'verdict', verdict: { kind: 'notChecked', reason: 'noFace' } }, null)).toContain(
    'no face to judge',
  );
});

test('a badge says what is waited for', () => {
  expect(badgeWords({ kind: 'waiting', starting: true })).toBe('Starting the detector');
  expect(badgeWords({ kind: 'checking', judged: 0, wanted: 16, note: 'noFaceYet' })).toBe(
    'Checking: no face yet',
  );
  expect(badgeWords({ kind: 'checking', judged: 9, wanted: 16, note: 'newFrames' })).toBe(
    'Checking new frames',
  );
});

test('the name says what pressing does', () => {
  expect(badgeName({ kind: 'waiting' }, false)).toMatch(/Open details$/);
  expect(badgeName({ kind: 'waiting' }, true)).toMatch(/Close details$/);
});
