import { expect, it } from 'vitest';
import { clock, scoreOf } from '../../../src/verdict/numbers.ts';

it('gives the score of manipulation in hundredths, and never calls anything certain', () => {
  expect([0, 0.126, 0.5, 1].map(scoreOf)).toEqual([1, 13, 50, 99]);
});

it('writes media time as players do', () => {
  expect([-5, 0, 61_900, 3_725_000].map(clock)).toEqual(['0:00', '0:00', '1:01', '1:02:05']);
});
