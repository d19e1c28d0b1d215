import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyRecipe, postProcess, type Recipe } from '../../../../tools/page/self-blend/post-process.ts';
import { Random } from '../../../../src/adaptation/random.ts';
import { selfBlend } from '../../../../tools/page/self-blend/self-blend.ts';
import { drawFace } from './drawn-faces.ts';
import { auc, FEATURES, standardError } from './features.ts';

const NOTHING: Recipe = {
  shiftX: 0,
  shiftY: 0,
  scale: 1,
  blurSigma: 0,
  noiseSigma: 0,
  noiseSeed: 1,
  brightness: 0,
  contrast: 1,
};

/** Column of 64 up to which a difference left of 32 may reach: shift, scale and blur move it. */
const EDGE = 40;

describe('postProcess', () => {
  it('does the same to both: of twice the same picture it makes twice the same', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const face = drawFace(seed, 64);
        const { base, blend } = postProcess({ base: face, blend: face }, new Random(seed));
        expect(blend).toEqual(base);
      }),
      { numRuns: 60 },
    );
  });

  it('leaves alike what was alike: away from where a blend differs both stay equal', () => {
    for (let seed = 0; seed < 40; seed++) {
      const face = drawFace(seed, 64);
      const blend = { data: face.data.map((value, i) => (i % 192 < 96 ? 255 - value : value)), side: 64 };
      const made = postProcess({ base: face, blend }, new Random(seed));
      for (let i = 0; i < made.base.data.length; i++) {
        const isFar = Math.floor(i / 3) % 64 > EDGE;
        if (isFar && made.base.data[i] !== made.blend.data[i]) expect.fail(`Byte ${i} differs, seed ${seed}`);
      }
    }
  });

  it('draws anew for every pair', () => {
    const face = drawFace(3, 96);
    const pair = selfBlend(face, face.keypoints, new Random(1));
    expect(postProcess(pair, new Random(8))).toEqual(postProcess(pair, new Random(8)));
    expect(postProcess(pair, new Random(9)).base).not.toEqual(postProcess(pair, new Random(8)).base);
  });

  it('refuses a picture of the wrong length', () => {
    const face = drawFace(3, 64);
    const short = { data: face.data.slice(3), side: 64 };
    expect(() => postProcess({ base: face, blend: short }, new Random(1))).toThrow(RangeError);
  });
});

describe('applyRecipe', () => {
  const face = drawFace(4, 96);

  it('changes nothing if nothing was drawn', () => {
    expect(applyRecipe(face, NOTHING).data).toEqual(face.data);
  });

  it('shows what lies to the right if shifted there, and the edge beyond the picture', () => {
    const { data } = applyRecipe(face, { ...NOTHING, shiftX: 3 / 96 });
    const column = (pixels: Uint8Array, x: number) =>
      Array.from(pixels.slice((40 * 96 + x) * 3, (40 * 96 + x) * 3 + 3));
    expect(column(data, 20)).toEqual(column(face.data, 23));
    expect(column(data, 95)).toEqual(column(face.data, 95));
  });

  it('lightens, hardens, blurs and adds noise', () => {
    const grey = { data: new Uint8Array(64 * 64 * 3).fill(128), side: 64 };
    const dark = { data: new Uint8Array(64 * 64 * 3).fill(100), side: 64 };
    expect(applyRecipe(grey, { ...NOTHING, brightness: 10 }).data[0]).toBe(138);
    expect(applyRecipe(dark, { ...NOTHING, contrast: 1.1 }).data[0]).toBe(97);
    const energy = FEATURES.gradients;
    expect(energy(applyRecipe(face, { ...NOTHING, blurSigma: 0.8 }))).toBeLessThan(energy(face));
    expect(energy(applyRecipe(grey, { ...NOTHING, noiseSigma: 4 }))).toBeCloseTo(4 * 4 * 4, -1);
  });
});

describe('a base and its blend', () => {
  const COUNT = 200;
  const random = new Random(20);
  const plain = Array.from({ length: COUNT }, (_, seed) => {
    const face = drawFace(seed, 96);
    return selfBlend(face, face.keypoints, random);
  });
  const processed = plain.map((pair) => postProcess(pair, random));

  it.each(Object.entries(FEATURES))('are not told apart by their %s', (_, feature) => {
    for (const pairs of [plain, processed]) {
      const blends = pairs.map(({ blend }) => feature(blend));
      const bases = pairs.map(({ base }) => feature(base));
      expect(Math.abs(auc(blends, bases) - 0.5)).toBeLessThan(3 * standardError(COUNT));
    }
  });

  it('would be told apart if only blends were blurred', () => {
    const recipe = { ...NOTHING, blurSigma: 0.7 };
    const blends = plain.map(({ blend }) => FEATURES['gradients of the ring'](applyRecipe(blend, recipe)));
    const bases = plain.map(({ base }) => FEATURES['gradients of the ring'](base));
    expect(Math.abs(auc(blends, bases) - 0.5)).toBeGreaterThan(3 * standardError(COUNT));
  });
});
