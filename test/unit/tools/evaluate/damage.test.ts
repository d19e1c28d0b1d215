import { describe, expect, it } from 'vitest';
import { INPUT_SIZE } from '../../../../src/detector/crop.ts';
import type { Raster } from '../../../../src/detector/resize.ts';
import { sharpness } from '../../../../src/detector/sharpness.ts';
import { blurred, mosaic, noisy, randomFrom, resized, turned } from '../../../../tools/page/damage.ts';

function picture(width: number, height: number, value: (x: number, y: number) => number): Raster {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.fill(value(x, y), (y * width + x) * 3, (y * width + x + 1) * 3);
  }
  return { width, height, channels: 3, data };
}
const checks = picture(32, 24, (x, y) => ((x + y) % 2) * 200);

describe('damage', () => {
  it('leaves an even picture as it is', () => {
    const grey = picture(20, 10, () => 77);
    expect([...blurred(grey, 2).data]).toEqual([...grey.data]);
    expect([...resized(grey, 7, 5).data]).toEqual(Array.from({ length: 7 * 5 * 3 }, () => 77));
  });

  it('resizes to whole pixels of a shape of its own', () => {
    expect(resized(checks, 16, 12)).toMatchObject({ width: 16, height: 12, channels: 3 });
    expect([...resized(checks, 32, 24).data]).toEqual([...checks.data]);
  });

  it('blurs a point into a Gaussian whose sum stays', () => {
    const point = picture(41, 41, (x, y) => (x === 20 && y === 20 ? 255 : 0));
    const { data } = blurred(point, 1);
    // exp(0) / (2π σ²) of 255, at the middle; exp(-1/2) of that beside it.
    expect(data[(20 * 41 + 20) * 3]).toBeCloseTo(255 / (2 * Math.PI), 0);
    const beside = data[(20 * 41 + 21) * 3] ?? 0;
    expect(beside / (data[(20 * 41 + 20) * 3] ?? 1)).toBeCloseTo(Math.exp(-0.5), 1);
  });

  it("makes faces less sharp by the product's own measure", () => {
    const fine = picture(INPUT_SIZE, INPUT_SIZE, (x, y) => (((x >> 2) + (y >> 2)) % 2 ? 200 : 40));
    const soft = blurred(fine, 1);
    expect(sharpness(new Uint8Array(soft.data))).toBeLessThan(sharpness(new Uint8Array(fine.data)) / 2);
  });

  it('adds noise of the strength asked for, the same for the same seed', () => {
    const grey = picture(100, 100, () => 128);
    const { data } = noisy(grey, 8, randomFrom('a'));
    expect([...data]).toEqual([...noisy(grey, 8, randomFrom('a')).data]);
    expect([...data]).not.toEqual([...noisy(grey, 8, randomFrom('b')).data]);
    const values = [...data];
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(mean).toBeCloseTo(128, 0);
    expect(Math.sqrt(variance)).toBeGreaterThan(7.7);
    expect(Math.sqrt(variance)).toBeLessThan(8.3);
  });

  it('makes cells of one colour, the mean of each', () => {
    const cells = mosaic(
      picture(5, 4, (x) => 10 * x),
      2,
    );
    const row = Array.from({ length: 5 }, (_, x) => cells.data[3 * x]);
    expect(row).toEqual([5, 5, 25, 25, 40]);
  });

  it('turns clockwise, and back again', () => {
    const slope = picture(32, 24, (x, y) => 3 * x + 5 * y);
    const quarter = turned(slope, 90);
    expect(quarter).toMatchObject({ width: 24, height: 32 });
    // What was at the lower left is at the upper left.
    expect(quarter.data[0]).toBe(5 * 23);
    expect([...turned(quarter, 270).data]).toEqual([...slope.data]);
    expect(turned(slope, 45).width).toBe(Math.round((32 + 24) / Math.SQRT2));
  });
});
