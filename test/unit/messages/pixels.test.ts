import fc from 'fast-check';
import * as v from 'valibot';
import { beforeAll, expect, it, vi } from 'vitest';
import { DetectRequestSchema } from '../../../src/messages/schemas.ts';
import { PixelsSchema, packPixels, unpackPixels } from '../../../src/messages/pixels.ts';

class FakeImageData {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  constructor(data: Uint8ClampedArray, width: number, height: number) {
    this.data = data;
    this.width = width;
    this.height = height;
  }
}

beforeAll(() => {
  vi.stubGlobal('ImageData', FakeImageData);
});

const pictures = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), fc.integer())
  .map(([width, height, seed]) => {
    const bytes = Uint8ClampedArray.from({ length: width * height * 4 }, (_, i) => (i * 31 + seed) & 255);
    return new ImageData(bytes, width, height);
  });

it('brings every pixel over either wire unchanged, through the border check', () => {
  fc.assert(
    fc.property(pictures, fc.boolean(), (picture, typed) => {
      const arrived = unpackPixels(v.parse(PixelsSchema, packPixels(picture, typed)));
      expect([arrived.width, arrived.height]).toEqual([picture.width, picture.height]);
      expect(arrived.data).toEqual(picture.data);
    }),
  );
});

it.each([
  { width: 2, height: 2, rgba: new Uint8ClampedArray(15) },
  { width: 2, height: 2, rgba: 'AAAA' },
  { width: 0, height: 2, rgba: '' },
  { width: 1.5, height: 2, rgba: new Uint8ClampedArray(12) },
  { width: 16000, height: 16000, rgba: '' },
  { width: 1, height: 1, rgba: [0, 0, 0, 0] },
])('refuses %j at the border', (pixels) => {
  expect(v.is(PixelsSchema, pixels)).toBe(false);
});

it.each([
  ['a character that is none of base64', 'AAA!/w=='],
  ['a gap', 'AA A/w=='],
  ['padding in the middle', 'AA=A/w=='],
  ['padding that is missing', 'AAAA/wAA'],
  ['bytes that are too few', 'AAAA'],
])('refuses text with %s', (_, rgba) => {
  expect(v.safeParse(PixelsSchema, { width: 1, height: 1, rgba }).success).toBe(false);
});

const ask = (change: object) =>
  v.safeParse(DetectRequestSchema, {
    key: { video: 'v-1', epoch: 0 },
    asked: false,
    visible: true,
    timeMs: 0,
    quality: 'direct',
    nativeWidth: 1280,
    nativeHeight: 720,
    frame: { width: 640, height: 360, rgba: new Uint8ClampedArray(640 * 360 * 4) },
    ...change,
  }).success;

it('takes a frame that is the native one, shrunk', () => {
  expect(ask({})).toBe(true);
  expect(ask({ nativeWidth: 640, nativeHeight: 360 })).toBe(true);
});

it.each([
  ['larger than it was', { nativeWidth: 320, nativeHeight: 180 }],
  ['of another shape', { nativeHeight: 1280 }],
  ['not shrunk', { frame: { width: 1280, height: 720, rgba: new Uint8ClampedArray(1280 * 720 * 4) } }],
])('refuses a frame %s', (_, change) => {
  expect(ask(change)).toBe(false);
});
