import { expect, test } from 'vitest';
import { UNCLEAR_REASONS } from '../../../src/verdict/types.ts';
import { faceLine, meaningOf, verdictLine } from '../../../src/verdict/words.ts';

const MANIPULATED = { kind: 'manipulated' } as const;
const NO_SIGN = { kind: 'noSign' } as const;

test('a face is given a verdict only under one on its video', () => {
  expect(faceLine(MANIPULATED, MANIPULATED)).toBe(verdictLine(MANIPULATED));
  expect(faceLine(MANIPULATED, { kind: 'unclear', reason: 'undecided' })).toBe(verdictLine(MANIPULATED));
  expect(faceLine(MANIPULATED, null)).toBe('being checked');
  expect(faceLine(MANIPULATED, { kind: 'notChecked', reason: 'engineLost' })).toBe('no verdict');
});

test('a verdict names the part of the video that it is about', () => {
  const stretch = { fromMs: 54_000, toMs: 78_900 };
  expect(verdictLine({ kind: 'unclear', reason: 'stretch', part: { stretch } })).toBe(
    'Unclear (0:54–1:18: a stretch scores high, the rest does not)',
  );
  expect(verdictLine({ kind: 'manipulated', part: { stretch, face: { track: 2, of: 3 } } })).toBe(
    'Likely manipulated (0:54–1:18, face 2 of 3)',
  );
});

test('the reassuring verdict names its scope and what was not looked for', () => {
  expect(verdictLine(NO_SIGN)).toBe('No sign of a swapped or edited face');
  for (const unseen of ['generated', 'sound', 'cuts']) expect(meaningOf(NO_SIGN, null)).toContain(unseen);
});

test('every reason for doubt says another thing, and none claims a share', () => {
  const lines = UNCLEAR_REASONS.map((reason) => verdictLine({ kind: 'unclear', reason }));
  expect(new Set(lines).size).toBe(UNCLEAR_REASONS.length);
  for (const reason of UNCLEAR_REASONS) {
    expect(
      `${verdictLine({ kind: 'unclear', reason })} ${meaningOf({ kind: 'unclear', reason }, null)}`,
    ).not.toMatch(/\d/);
  }
});
