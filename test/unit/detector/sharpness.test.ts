import { describe, expect, it } from 'vitest';
import { INPUT_SIZE } from '../../../src/detector/crop.ts';
import { sharpness } from '../../../src/detector/sharpness.ts';

/** A grey picture, brightness 0…255 by place. */
function grey(at: (x: number, y: number) => number): Uint8Array {
  const face = new Uint8Array(INPUT_SIZE * INPUT_SIZE * 3);
  for (let y = 0; y < INPUT_SIZE; y++) {
    for (let x = 0; x < INPUT_SIZE; x++)
      face.fill(Math.round(at(x, y)), (y * INPUT_SIZE + x) * 3, (y * INPUT_SIZE + x) * 3 + 3);
  }
  return face;
}

const waves = (period: number, swing: number, light = 128) =>
  grey((x, y) => light + swing * Math.sin((2 * Math.PI * x) / period) * Math.sin((2 * Math.PI * y) / period));

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
