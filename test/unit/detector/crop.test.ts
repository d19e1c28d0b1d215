import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INPUT_SIZE, cutFace, regionFor } from '../../../src/detector/crop.ts';
import { CROP_SCALE } from '../../../src/detector/network-shape.ts';
import { cutRegion, pattern } from './pictures.ts';
import cases from './training-crop.json' with { type: 'json' };

function crop(width: number, height: number, face: { x: number; y: number; width: number; height: number }) {
  const frame = pattern(width, height);
  const region = regionFor(face, width, height);
  if (!region) throw new Error('The face lies outside the frame');
  return cutFace(cutRegion(frame, region), region, face);
}

describe('the crop rule', () => {
  for (const { width, height, face, rgb } of cases) {
    const [x = 0, y = 0, w = 0, h = 0] = face;
    it(`equals the training's crop of ${face.join(', ')} in ${width}×${height}, cut from its region`, () => {
      const ours = crop(width, height, { x, y, width: w, height: h });
      // The fixture holds every ninth pixel of every ninth row.
      const sampled: number[] = [];
      for (let row = 0; row < INPUT_SIZE; row += 9) {
        for (let column = 0; column < INPUT_SIZE; column += 9) {
          const at = (row * INPUT_SIZE + column) * 3;
          sampled.push(...ours.subarray(at, at + 3));
        }
      }
      const worst = Math.max(...sampled.map((value, i) => Math.abs(value - (rgb[i] ?? Number.NaN))));
      expect(sampled.length).toBe(rgb.length);
      expect(worst).toBeLessThanOrEqual(1);
    });
  }

  it('asks for whole pixels inside the frame that hold all the crop reads', () => {
    const face = fc.record({
      x: fc.double({ min: -50, max: 400, noNaN: true }),
      y: fc.double({ min: -50, max: 250, noNaN: true }),
      width: fc.double({ min: 4, max: 300, noNaN: true }),
      height: fc.double({ min: 4, max: 300, noNaN: true }),
    });
    fc.assert(
      fc.property(face, (box) => {
        const region = regionFor(box, 400, 250);
        if (!region) return;
        expect(Number.isInteger(region.x + region.y + region.width + region.height)).toBe(true);
        expect(region.x >= 0 && region.y >= 0).toBe(true);
        expect(region.x + region.width <= 400 && region.y + region.height <= 250).toBe(true);
        const side = CROP_SCALE * Math.max(box.width, box.height);
        const reach = side / 2 + Math.max(1, side / INPUT_SIZE);
        const centre = box.x + box.width / 2;
        expect(region.x).toBeLessThanOrEqual(Math.max(0, centre - reach));
        expect(region.x + region.width).toBeGreaterThanOrEqual(Math.min(400, centre + reach));
      }),
    );
  });

  it('gives the same crop, to one level, whether cut from the region or from the whole frame', () => {
    const frame = pattern(160, 90);
    const face = { x: 50.3, y: 20.7, width: 30.2, height: 33.9 };
    const whole = { x: 0, y: 0, width: 160, height: 90 };
    const fromWhole = cutFace(cutRegion(frame, whole), whole, face);
    // Pillow keeps the box in single precision, so the same box further from the origin is rounded otherwise.
    const differences = crop(160, 90, face).map((value, i) => Math.abs(value - (fromWhole[i] ?? Number.NaN)));
    expect(differences.reduce((most, one) => Math.max(most, one), 0)).toBeLessThanOrEqual(1);
  });

  it('has no region for a face outside the frame', () => {
    expect(regionFor({ x: 500, y: 10, width: 20, height: 20 }, 400, 250)).toBeNull();
  });

  it('refuses pixels of another size than was asked for', () => {
    const region = { x: 0, y: 0, width: 30, height: 30 };
    expect(() => cutFace(pattern(29, 30), region, { x: 5, y: 5, width: 10, height: 10 })).toThrow(
      /30×30 px were asked/,
    );
  });
});
