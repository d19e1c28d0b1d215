import { beforeAll, expect, it, vi } from 'vitest';
import { fills, withMargin } from '../../../src/offscreen/margin.ts';

class FakeImageData {
  readonly colorSpace = 'srgb';
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.data = new Uint8ClampedArray(width * height * 4);
  }
}
beforeAll(() => void vi.stubGlobal('ImageData', FakeImageData));

it('puts a frame into the middle of its own mean colour', () => {
  const frame = new ImageData(4, 2);
  frame.data.set([
    ...Array.from({ length: 4 }, () => [200, 0, 40, 255]).flat(),
    ...Array.from({ length: 4 }, () => [100, 0, 60, 255]).flat(),
  ]);
  const { padded, left, top } = withMargin(frame);
  expect([padded.width, padded.height, left, top]).toEqual([12, 10, 4, 4]);
  const pixel = (x: number, y: number) => [...padded.data.subarray((y * 12 + x) * 4, (y * 12 + x) * 4 + 4)];
  expect(pixel(0, 0)).toEqual([150, 0, 50, 255]);
  expect(pixel(11, 9)).toEqual([150, 0, 50, 255]);
  expect(pixel(4, 4)).toEqual([200, 0, 40, 255]);
  expect(pixel(7, 5)).toEqual([100, 0, 60, 255]);
});

it('takes large faces in the frame, not small ones and none in the margin', () => {
  const frame = { width: 200, height: 100 };
  expect(fills({ x: 40, y: -20, width: 120, height: 140 }, frame)).toBe(true);
  expect(fills({ x: 40, y: 20, width: 30, height: 30 }, frame)).toBe(false);
  expect(fills({ x: 210, y: 0, width: 100, height: 100 }, frame)).toBe(false);
});
