import { describe, expect, it } from 'vitest';
import { detailOf } from '../../../src/detector/detail.ts';
import { TUNABLES } from '../../../src/verdict/tunables.ts';
import { drawFace } from '../tools/self-blend/drawn-faces.ts';
import { blurred, enlarged, fewColours, jpegLoss, median, mosaic, padded, type Picture } from './damage.ts';

/** Drawn faces with a camera's grain; photographs are measured in a browser (test/e2e/detail.e2e.ts). */
const SIDE = 160;
const FACES = [3, 11].map((seed): Picture => drawFace(seed, SIDE));

function detail({ data, side }: Picture, face = { x: 0, y: 0, width: side, height: side }): number {
  const region = { x: 0, y: 0, width: side, height: side };
  return detailOf({ width: side, height: side, channels: 3, data }, region, face);
}

const refused = (picture: Picture): boolean => detail(picture) < TUNABLES.minDetail;

describe('the detail of a face', () => {
  it.each<[string, (face: Picture) => Picture]>([
    ['as it is', (face) => face],
    ['at half size', (face) => enlarged(face, SIDE / 2, 'none')],
    ['after weak compression', (face) => jpegLoss(face, 70)],
    ['under a breath of blur', (face) => blurred(face, 0.7)],
  ])('%s is enough', (_, change) => {
    expect(FACES.map(change).map(refused)).toEqual([false, false]);
  });

  const mosaics = [6, 8, 11, 14, 20].flatMap((cell) =>
    [0, 3].map((offset): [string, (face: Picture) => Picture] => [
      `in a mosaic of cells of ${cell} px, ${offset} px aside`,
      (face) => mosaic(face, cell, offset),
    ]),
  );
  const sizes = [20, 24].flatMap((side) =>
    (['nearest', 'bilinear', 'bicubic'] as const).map((filter): [string, (face: Picture) => Picture] => [
      `enlarged from ${side} px (${filter})`,
      (face) => enlarged(face, side, filter),
    ]),
  );
  it.each<[string, (face: Picture) => Picture]>([
    ...mosaics,
    ...sizes,
    ['in a mosaic that was compressed', (face) => jpegLoss(mosaic(face, 14, 5), 60)],
    ['under a very strong blur', (face) => blurred(face, 6)],
    ['after very strong compression', (face) => jpegLoss(face, 5)],
    ['in two levels a channel', (face) => fewColours(face, 2)],
    ['smoothed as if for noise', (face) => median(median(face, 4), 4)],
  ])('%s is too little', (_, change) => {
    expect(FACES.map(change).map(refused)).toEqual([true, true]);
  });

  it('falls as cells grow, compression gets stronger and pictures smaller', () => {
    const [face] = FACES;
    if (!face) throw new Error('No face was drawn');
    const falls = (values: number[]): boolean =>
      values.every((value, i) => i === 0 || value <= (values[i - 1] ?? 0) + 0.02);
    expect(falls([90, 30, 15, 5].map((quality) => detail(jpegLoss(face, quality))))).toBe(true);
    expect(falls([96, 48, 24, 12].map((side) => detail(enlarged(face, side, 'bilinear'))))).toBe(true);
  });

  it('does not depend on how much of the face lies beyond the frame', () => {
    const [face] = FACES;
    if (!face) throw new Error('No face was drawn');
    const cut = { x: 50, y: 30, width: SIDE, height: SIDE };
    expect(detail(face, cut)).toBeGreaterThan(TUNABLES.minDetail);
    expect(detail(mosaic(face, 14, 0), cut)).toBeLessThan(TUNABLES.minDetail);
  });

  it('is that of the face, whatever is around it', () => {
    const [face] = FACES;
    if (!face) throw new Error('No face was drawn');
    const box = { x: 40, y: 40, width: SIDE, height: SIDE };
    expect(detail(padded(face, 40), box)).toBeCloseTo(detail(face), 1);
    expect(detail(padded(mosaic(face, 14, 0), 40), box)).toBeLessThan(TUNABLES.minDetail);
  });

  it('is nothing of a picture that shows nothing', () => {
    expect(detail({ data: new Uint8Array(200 * 200 * 3).fill(120), side: 200 })).toBe(0);
  });
});
