import { describe, expect, test } from 'vitest';
import { plot, timelineWords } from '../../../src/content/badge/timeline.ts';
import {
  badgeName,
  badgeWords,
  clock,
  headline,
  scoreOf,
  type Shown,
} from '../../../src/content/badge/words.ts';
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
  expect(headline({ kind: 'verdict', verdict: { kind: 'notChecked', reason: 'noFace' } })).toContain(
    'no face to judge',
  );
});

test('the name says what pressing does', () => {
  expect(badgeName({ kind: 'waiting' }, false)).toMatch(/Open details$/);
  expect(badgeName({ kind: 'waiting' }, true)).toMatch(/Close details$/);
});

test('the score is that of manipulation, in hundredths', () => {
  expect([0, 0.126, 1].map(scoreOf)).toEqual([0, 13, 100]);
});

test('media time is written as people write it', () => {
  expect([0, 61_500, 3_725_000].map(clock)).toEqual(['0:00', '1:01', '1:02:05']);
});

describe('the timeline', () => {
  const points = [
    { timeMs: 1000, probability: 0 },
    { timeMs: 3000, probability: 1 },
    { timeMs: 5000, probability: 0.5 },
  ];
  test('runs from left to right with high scores on top', () => {
    const [a, b, c] = plot(points);
    expect(a && b && c && a.x < b.x && b.x < c.x && b.y < c.y && c.y < a.y).toBe(true);
  });
  test('one point alone can be drawn', () => {
    for (const { x, y } of plot([{ timeMs: 7, probability: 0.2 }]))
      expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
  });
  test('is told in words', () => {
    expect(timelineWords(points)).toBe(
      'Manipulation score of 3 frames from 0:01 to 0:05; highest 100 of 100 at 0:03',
    );
    expect(timelineWords([])).toBe('No frame judged yet');
  });
});
