import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../../src/adaptation/random.ts';
import { selfBlend, VISIBLE } from '../../../../tools/page/self-blend/self-blend.ts';
import { drawFace } from './drawn-faces.ts';

const RUNS = { numRuns: 40 };
const anySeed = fc.nat();
const anySide = fc.integer({ min: 48, max: 160 });

function blendOf(seed: number, side = 96, keypoints = drawFace(seed, side).keypoints) {
  return selfBlend(drawFace(seed, side), keypoints, new Random(seed + 1));
}

describe('selfBlend', () => {
  it('differs from its base under the mask alone, and by no more than the mask lets through', () => {
    fc.assert(
      fc.property(anySeed, anySide, (seed, side) => {
        const { base, blend, mask } = blendOf(seed, side);
        expect([base.side, blend.side, mask.length]).toEqual([side, side, side * side]);
        for (let i = 0; i < base.data.length; i++) {
          const difference = Math.abs((base.data[i] ?? 0) - (blend.data[i] ?? 0));
          const weight = mask[Math.floor(i / 3)] ?? 0;
          if (difference > Math.ceil(255 * weight)) expect.fail(`${difference} where the mask is ${weight}`);
        }
      }),
      RUNS,
    );
  });

  it('visibly differs under the mask', () => {
    for (let seed = 0; seed < 60; seed++) {
      const { base, blend, mask, change } = blendOf(seed);
      expect(change).toBeGreaterThan(VISIBLE);
      const seen = base.data.filter((value, i) => Math.abs(value - (blend.data[i] ?? 0)) > VISIBLE).length;
      expect(seen / 3).toBeGreaterThan(0.1 * mask.reduce((sum, value) => sum + value, 0));
    }
  });

  it('is the same again from the same seed, another from another, and leaves the face as it was', () => {
    const face = drawFace(1);
    const before = face.data.slice();
    const once = selfBlend(face, face.keypoints, new Random(5));
    expect(selfBlend(face, face.keypoints, new Random(5))).toEqual(once);
    expect(selfBlend(face, face.keypoints, new Random(6)).blend.data).not.toEqual(once.blend.data);
    expect(face.data).toEqual(before);
  });

  it('now keeps the face as the base and now changes it', () => {
    const kept = Array.from({ length: 200 }, (_, seed) => {
      const face = drawFace(seed, 48);
      return selfBlend(face, face.keypoints, new Random(seed)).base.data.every((v, i) => v === face.data[i]);
    }).filter(Boolean).length;
    // Unchanged are those with their look inside and their move inside or none: about a third.
    expect(kept).toBeGreaterThan(35);
    expect(kept).toBeLessThan(110);
  });

  it('works without keypoints, and with keypoints beyond the crop', () => {
    for (let seed = 0; seed < 20; seed++) {
      expect(blendOf(seed, 96, []).change).toBeGreaterThan(VISIBLE);
      const { keypoints } = drawFace(seed, 96);
      const shifted = keypoints.map(({ x, y }) => ({ x: x - 40, y: y + 20 }));
      expect(shifted.some(({ x }) => x < 0)).toBe(true);
      expect(blendOf(seed, 96, shifted).change).toBeGreaterThan(VISIBLE);
    }
  });

  it('says of an even picture how little it could change', () => {
    const black = { data: new Uint8Array(64 * 64 * 3), side: 64 };
    for (let seed = 0; seed < 20; seed++) {
      const { base, blend, change } = selfBlend(black, [], new Random(seed));
      if (change === 0) expect(blend.data).toEqual(base.data);
      else expect(blend.data).not.toEqual(base.data);
    }
  });

  it('refuses what is not a square of RGB, and what is too small', () => {
    const refused = (length: number, side: number) => () =>
      selfBlend({ data: new Uint8Array(length), side }, [], new Random(1));
    expect(refused(64 * 64 * 4, 64)).toThrow('12288 bytes of RGB, but 16384 were given');
    expect(refused(64 * 64 * 4, 64)).toThrow(RangeError);
    expect(refused(8 * 8 * 3, 8)).toThrow('at least 32 px');
    expect(refused(100, 64.5)).toThrow(RangeError);
  });
});
