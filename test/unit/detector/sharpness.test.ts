import { describe, expect, it } from 'vitest';
import { sharpness } from '../../../src/detector/sharpness.ts';
import { grey, waves } from './grey-face.ts';

describe('sharpness', () => {
  it('falls as detail gets coarser', () => {
    const measured = [4, 8, 16, 32].map((period) => sharpness(waves(period, 60)));
    expect([...measured].sort((a, b) => b - a)).toEqual(measured);
    // (4 sin²(π/p) · 2)² of a wave across and down, for periods p that many pixels hold.
    expect(measured[0]).toBeCloseTo((8 * Math.sin(Math.PI / 4) ** 2) ** 2, 0);
  });

  it('depends neither on contrast nor on light', () => {
    const reference = sharpness(waves(8, 60));
    expect(sharpness(waves(8, 20)) / reference).toBeCloseTo(1, 1);
    expect(sharpness(waves(8, 60, 90)) / reference).toBeCloseTo(1, 1);
  });

  it('is 0 of a picture that shows nothing', () => {
    expect(sharpness(grey(() => 0))).toBe(0);
    expect(sharpness(grey(() => 255))).toBe(0);
    expect(sharpness(grey((x) => 100 + (x % 2)))).toBe(0);
  });
});
