import { describe, expect, it } from 'vitest';
import { HEAT_SIDE, heatPixels, heatWords, heatedFace } from '../../../src/verdict/heat.ts';
import { MeanMask } from '../../../src/verdict/mean-mask.ts';
import type { FaceSummary } from '../../../src/verdict/types.ts';
import { aFace, aState } from '../reports.ts';

/** Signs of 0…1 where `at` holds, `rest` elsewhere. */
function mask(at: (row: number, column: number) => boolean, strong = 0.8, rest = 0.05): number[] {
  return Array.from({ length: HEAT_SIDE ** 2 }, (_, i) =>
    at(Math.floor(i / HEAT_SIDE), i % HEAT_SIDE) ? strong : rest,
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
    expect(pixels).toHaveLength(HEAT_SIDE * HEAT_SIDE * 4);
    const opacity = (field: number) => pixels[field * 4 + 3] ?? Number.NaN;
    expect(opacity(0)).toBeGreaterThan(opacity(HEAT_SIDE));
    expect(opacity(0)).toBeLessThan(255);
  });

  it('does not glow of faint signs', () => {
    const faint = heatPixels(mask(() => true, 0.05));
    expect(faint[3]).toBeLessThan(40);
  });
});

describe('the words on where the signs are', () => {
  it.each([
    ['the mouth and the chin', mask((row, column) => row >= 5 && row <= 6 && column >= 2 && column <= 5)],
    ['the eyes and the nose', mask((row, column) => row >= 3 && row <= 4 && column >= 3 && column <= 4)],
    ['the forehead', mask((row, column) => row < 3 && column >= 3 && column <= 4)],
    ['the left side of the face', mask((row, column) => (row === 3 || row === 4) && column < 3)],
    ['the lower right of the face', mask((row, column) => row > 4 && column > 4)],
  ])('name %s', (place, signs) => {
    expect(heatWords(signs)).toBe(`Signs of blending are strongest around ${place}.`);
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
