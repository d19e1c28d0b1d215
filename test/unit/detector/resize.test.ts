import { describe, expect, it } from 'vitest';
import { resizeBilinear } from '../../../src/detector/resize.ts';
import { pattern } from './pictures.ts';
import cases from './pillow-resize.json' with { type: 'json' };

describe('resizeBilinear', () => {
  for (const { width, height, box, size, rgb } of cases) {
    it(`equals Pillow for ${width}×${height}, box ${box.join(', ')}, to ${size} px`, () => {
      const [left = 0, top = 0, right = 0, bottom = 0] = box;
      const resized = resizeBilinear(pattern(width, height), { left, top, right, bottom }, size);
      expect(Array.from(resized)).toEqual(rgb);
    });
  }

  it('ignores alpha and gives the same for RGBA as for RGB', () => {
    const rgb = pattern(20, 20);
    const data = new Uint8ClampedArray(20 * 20 * 4);
    for (let i = 0; i < 400; i++) data.set([...rgb.data.subarray(i * 3, i * 3 + 3), 7], i * 4);
    const box = { left: 1.5, top: 2.5, right: 17.25, bottom: 18.25 };
    expect(resizeBilinear({ width: 20, height: 20, channels: 4, data }, box, 6)).toEqual(
      resizeBilinear(rgb, box, 6),
    );
  });

  it('refuses boxes that are empty or reach outside', () => {
    const picture = pattern(8, 8);
    expect(() => resizeBilinear(picture, { left: -0.1, top: 0, right: 8, bottom: 8 }, 4)).toThrow(RangeError);
    expect(() => resizeBilinear(picture, { left: 3, top: 0, right: 3, bottom: 8 }, 4)).toThrow(RangeError);
  });
});
