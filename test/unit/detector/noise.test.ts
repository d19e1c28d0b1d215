import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/adaptation/random.ts';
import { noise } from '../../../src/detector/noise.ts';
import { grey, waves } from './grey-face.ts';

/** The same deviation on all channels, as grain has. */
function grain(sigma: number, at: (x: number, y: number) => number = () => 128): Uint8Array {
  const random = new Random(1);
  return grey((x, y) => Math.max(0, Math.min(255, at(x, y) + random.normal(sigma))));
}

describe('noise', () => {
  it.each([2, 4, 16])('is the standard deviation of grain, here %i', (sigma) => {
    expect(noise(grain(sigma)) / sigma).toBeCloseTo(1, 1);
  });

  it('depends on what is shown little: slopes, waves and the edges of a few things', () => {
    const scenes = [
      (x: number, y: number) => x + y / 2,
      (x: number, y: number) => 128 + 60 * Math.sin(x / 8) * Math.sin(y / 8),
      (x: number, y: number) => (((x >> 4) + (y >> 4)) % 2 ? 200 : 50),
    ];
    for (const scene of scenes) {
      expect(noise(grey(scene))).toBeLessThan(0.5);
      expect(noise(grain(4, scene)) / 4).toBeCloseTo(1, 0.5);
    }
    expect(noise(waves(16, 60))).toBeLessThan(0.5);
  });

  it('is 0 of a picture that shows nothing', () => {
    expect(noise(grey(() => 77))).toBe(0);
  });
});
