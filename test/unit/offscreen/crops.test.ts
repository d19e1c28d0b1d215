import { expect, it } from 'vitest';
import { assertCrops } from '../../../src/offscreen/crops.ts';

const region = (width: number, height: number) => ({ region: { x: 0, y: 0, width, height } });
const crop = (face: number, width: number, height: number) => ({
  face,
  pixels: { width, height, rgba: new Uint8ClampedArray(width * height * 4) },
});
const FACES = [region(40, 40), region(20, 30)];

it('takes one crop of each face, of the size that was asked for', () => {
  expect(() => assertCrops(FACES, [crop(1, 20, 30), crop(0, 40, 40)])).not.toThrow();
});

it.each([
  ['of another size', [crop(0, 40, 40), crop(1, 20, 20)], /face 1 is 20 × 20 px instead of 20 × 30/],
  ['of none of the faces', [crop(0, 40, 40), crop(7, 20, 30)], /face 7/],
  ['twice of one face', [crop(0, 40, 40), crop(0, 40, 40)], /one a face/],
  ['of one face only', [crop(0, 40, 40)], /2 crops were asked for/],
  ['of no face', [], /2 crops were asked for/],
])('refuses crops %s', (_, crops, why) => {
  expect(() => assertCrops(FACES, crops)).toThrow(why);
});
