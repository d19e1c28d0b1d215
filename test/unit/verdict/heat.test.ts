import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { VideoStateSchema } from '../../../src/verdict/types.ts';
import { heatPixels, heatSide, heatWords, heatedFace } from '../../../src/verdict/heat.ts';
import { MeanMask } from '../../../src/verdict/mean-mask.ts';
import type { FaceSummary } from '../../../src/verdict/types.ts';
import { aFace, aState } from '../reports.ts';

/** Signs of 0…1 where `at` holds, `rest` elsewhere. @param side of the mask; `at` is given rows and columns of eight. */
function mask(at: (row: number, column: number) => boolean, strong = 0.8, rest = 0.05, side = 8): number[] {
  const ofEight = (field: number): number => Math.floor(((field + 0.5) * 8) / side);
  return Array.from({ length: side ** 2 }, (_, i) =>
    at(ofEight(Math.floor(i / side)), ofEight(i % side)) ? strong : rest,
  );
}
const everywhere = mask(() => true);
const PICTURE = 'data:image/webp;base64,AAAA';
const face = (change: Partial<FaceSummary>) => aFace({ thumbnail: PICTURE, mask: everywhere, ...change });
const manipulated = { kind: 'manipulated' } as const;
const unclear = { kind: 'unclear', reason: 'undecided' } as const;
const noSign = { kind: 'noSign' } as const;

describe('the face that is shown with its signs', () => {
  it('is the most suspicious one of those called manipulated', () => {
    const faces = [
      face({ track: 1, verdict: unclear, probability: 0.99 }),
      face({ track: 2, verdict: manipulated, probability: 0.97 }),
      face({ track: 3, verdict: manipulated, probability: 0.98 }),
    ];
    expect(heatedFace(aState(manipulated, { faces }))?.track).toBe(3);
  });

  it('is none under any other verdict', () => {
    const faces = [face({ verdict: manipulated, probability: 0.9 })];
    expect(heatedFace({ verdict: noSign, faces })).toBeNull();
    expect(heatedFace({ verdict: unclear, faces })).toBeNull();
    expect(heatedFace({ verdict: { kind: 'notChecked', reason: 'noFace' }, faces })).toBeNull();
    expect(heatedFace({ verdict: manipulated, faces })?.track).toBe(1);
  });

  it('is never one judged otherwise, without a picture or without a mask', () => {
    const faces = [
      face({ verdict: noSign, probability: 0.99 }),
      face({ verdict: unclear, probability: 0.99 }),
      face({ verdict: manipulated, thumbnail: '' }),
      face({ verdict: manipulated, mask: undefined }),
    ];
    expect(heatedFace({ verdict: manipulated, faces })).toBeNull();
  });
});

describe('the overlay', () => {
  it('is one colour, the more opaque the more signs, and never hides the face', () => {
    const pixels = heatPixels(mask((row) => row === 0, 0.9, 0.3));
    expect(pixels).toHaveLength(8 * 8 * 4);
    const opacity = (field: number) => pixels[field * 4 + 3] ?? Number.NaN;
    expect(opacity(0)).toBeGreaterThan(opacity(8));
    expect(opacity(0)).toBeLessThan(255);
  });

  it('does not glow of faint signs', () => {
    const faint = heatPixels(mask(() => true, 0.05));
    expect(faint[3]).toBeLessThan(40);
  });
});

describe('the words on where the signs are', () => {
  // Of networks for 128, 192 and 224 px, with a field for every 16 px.
  describe.each([8, 12, 14])('of %i × %i fields', (side) => {
    it.each<[string, (row: number, column: number) => boolean]>([
      ['the mouth and the chin', (row, column) => row >= 5 && row <= 6 && column >= 2 && column <= 5],
      ['the eyes and the nose', (row, column) => row >= 3 && row <= 4 && column >= 3 && column <= 4],
      ['the forehead', (row, column) => row < 3 && column >= 3 && column <= 4],
      ['the left side of the face', (row, column) => (row === 3 || row === 4) && column < 3],
      ['the lower right of the face', (row, column) => row > 4 && column > 4],
    ])('name %s', (place, at) => {
      const signs = mask(at, 0.8, 0.05, side);
      expect(heatWords(signs)).toBe(`Signs of blending are strongest around ${place}.`);
    });

    it('draw as many', () => {
      const signs = mask(() => true, 0.8, 0.05, side);
      expect(heatSide(signs)).toBe(side);
      expect(heatPixels(signs)).toHaveLength(side * side * 4);
      const state = aState(manipulated, { faces: [face({ verdict: manipulated, mask: signs })] });
      expect(v.is(VideoStateSchema, state)).toBe(true);
    });
  });

  it.each([0, 63, 65, 65 * 65])('are never said of %i fields: they are no square, or too many', (count) => {
    const signs = new Array<number>(count).fill(0.5);
    const state = aState(manipulated, { faces: [face({ verdict: manipulated, mask: signs })] });
    expect(v.is(VideoStateSchema, state)).toBe(false);
  });

  it('name no place where signs are everywhere, as of a whole face put in, or faint', () => {
    const inner = mask((row, column) => row > 0 && row < 7 && column > 0 && column < 7);
    expect(heatWords(inner)).toMatch(/spread over most of the face/);
    expect(heatWords(everywhere)).toMatch(/spread over most of the face/);
    expect(heatWords(mask(() => true, 0.08))).toMatch(/faint everywhere/);
  });
});

describe('the mean of masks', () => {
  it('is none before the first, then the mean, field by field, in three digits', () => {
    const mean = new MeanMask();
    expect(mean.mean()).toBeUndefined();
    mean.add([0, 1]);
    mean.add(new Float32Array([1, 1]));
    mean.add([1, 0]);
    expect(mean.mean()).toEqual([0.667, 0.667]);
  });
});
