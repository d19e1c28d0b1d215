import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assertFrameSize, shrunkSize } from '../../../src/frames/retained-frame.ts';

test('pictures shrink to the longer side and are never enlarged', () => {
  expect(shrunkSize(1920, 1080, 640)).toEqual({ width: 640, height: 360 });
  expect(shrunkSize(1080, 1920, 640)).toEqual({ width: 360, height: 640 });
  expect(shrunkSize(320, 180, 640)).toEqual({ width: 320, height: 180 });
});

test('however thin a picture is, something of it remains', () => {
  const side = fc.integer({ min: 1, max: 16384 });
  fc.assert(
    fc.property(side, side, fc.integer({ min: 1, max: 640 }), (width, height, maxSide) => {
      const small = shrunkSize(width, height, maxSide);
      expect(Math.min(small.width, small.height)).toBeGreaterThanOrEqual(1);
      expect(Math.max(small.width, small.height)).toBeLessThanOrEqual(maxSide);
    }),
  );
});

test('frames beyond all memory are refused with the reason to tell', () => {
  const reasonOf = (width: number, height: number): unknown => {
    try {
      assertFrameSize(width, height);
      return null;
    } catch (error) {
      return error;
    }
  };
  expect(reasonOf(7680, 4320)).toBeNull();
  expect(reasonOf(16384, 16384)).toMatchObject({ reason: 'tooLarge' });
  expect(reasonOf(20_000, 100)).toMatchObject({ reason: 'tooLarge' });
  expect(reasonOf(0, 0)).toMatchObject({ reason: 'noFrames' });
});
