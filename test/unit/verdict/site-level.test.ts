import { expect, it } from 'vitest';
import { logit } from '../../../src/verdict/aggregation/aggregation.ts';
import { sideOf, thresholdsAt } from '../../../src/verdict/site-level.ts';

const installed = {
  manipulated: 0.9,
  noSign: 0.3,
  video: { manipulated: 0.92, noSign: 0.28 },
  minSharpness: 0.1,
};

it('a level moves the limits of frames and of videos, and nothing else', () => {
  const moved = thresholdsAt(installed, { manipulated: 1, noSign: -0.5 });
  expect(logit(moved.manipulated)).toBeCloseTo(logit(0.9) + 1);
  expect(logit(moved.noSign)).toBeCloseTo(logit(0.3) - 0.5);
  expect(logit(moved.video?.manipulated ?? 0)).toBeCloseTo(logit(0.92) + 1);
  expect(logit(moved.video?.noSign ?? 0)).toBeCloseTo(logit(0.28) - 0.5);
  expect(moved.minSharpness).toBe(0.1);
});

it('without a level, or one that moves nothing, the limits are the very same', () => {
  expect(thresholdsAt(installed, null)).toBe(installed);
  expect(thresholdsAt(installed, { manipulated: 0, noSign: 0 })).toBe(installed);
  expect(sideOf({ manipulated: 0, noSign: 0 })).toBeUndefined();
  expect(sideOf({ manipulated: 0.5, noSign: 0 })).toBe('higher');
  expect(sideOf({ manipulated: 0, noSign: -0.5 })).toBe('lower');
});
