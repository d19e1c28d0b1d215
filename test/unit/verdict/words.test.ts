import { expect, test } from 'vitest';
import { faceLine, verdictLine } from '../../../src/verdict/words.ts';

const MANIPULATED = { kind: 'manipulated' } as const;

test('a face is given a verdict only under one on its video', () => {
  expect(faceLine(MANIPULATED, MANIPULATED)).toBe(verdictLine(MANIPULATED));
  expect(faceLine(MANIPULATED, { kind: 'unclear', reason: 'undecided' })).toBe(verdictLine(MANIPULATED));
  expect(faceLine(MANIPULATED, null)).toBe('being checked');
  expect(faceLine(MANIPULATED, { kind: 'notChecked', reason: 'engineLost' })).toBe('no verdict');
});
