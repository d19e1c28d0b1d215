import { describe, expect, it } from 'vitest';
import { fromHalves, toHalves } from '../../../../tools/lib/faces/float16.ts';

describe('half precision', () => {
  it('knows the halves of IEEE 754', () => {
    const known: [number, number][] = [
      [0, 0x0000],
      [1, 0x3c00],
      [-2, 0xc000],
      [65_504, 0x7bff],
      [2 ** -14, 0x0400],
      [2 ** -24, 0x0001],
      [1 / 3, 0x3555],
    ];
    expect([...toHalves(Float32Array.from(known, ([value]) => value))]).toEqual(
      known.map(([, half]) => half),
    );
  });

  it('is off by at most half of the last of 11 bits, and by 2⁻²⁵ near zero', () => {
    const values = Float32Array.from({ length: 4000 }, (_, i) => Math.sin(i) * 10 ** ((i % 12) - 8));
    fromHalves(toHalves(values)).forEach((back, i) => {
      const value = values[i] ?? 0;
      expect(Math.abs(back - value)).toBeLessThanOrEqual(Math.max(2 ** -25, Math.abs(value) * 2 ** -11));
    });
  });

  it('carries into the exponent, and ends at the largest half', () => {
    expect([...fromHalves(toHalves(Float32Array.of(2047.9, 1e6, -1e6)))]).toEqual([2048, 65_504, -65_504]);
  });
});
