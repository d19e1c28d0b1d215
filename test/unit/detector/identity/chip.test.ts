import { describe, expect, it } from 'vitest';
import { CHIP_SIDE, chipOf, chipSquare } from '../../../../src/detector/identity/chip.ts';

/** BlazeFace's points of a face that leans by so many degrees, clockwise, around its nose. */
function points(degrees: number): { x: number; y: number }[] {
  const angle = (degrees * Math.PI) / 180;
  const upright = [
    [-30, -25],
    [30, -25],
    [0, 5],
    [0, 35],
    [-60, -10],
    [60, -10],
  ];
  return upright.map(([x = 0, y = 0]) => ({
    x: 200 + x * Math.cos(angle) - y * Math.sin(angle),
    y: 200 + x * Math.sin(angle) + y * Math.cos(angle),
  }));
}

describe('the square around a face', () => {
  it('is as large for a face that leans, turns along with it and has its middle as far below the eyes', () => {
    const upright = chipSquare(points(0));
    const leaning = chipSquare(points(30));
    expect(leaning?.turned).toBeCloseTo(30);
    expect(leaning?.box.width).toBeCloseTo(upright?.box.width ?? 0);
    const below = (square: typeof upright, eyes: { x: number; y: number }): number =>
      Math.hypot(
        (square?.box.x ?? 0) + (square?.box.width ?? 0) / 2 - eyes.x,
        (square?.box.y ?? 0) + (square?.box.height ?? 0) / 2 - eyes.y,
      );
    const middle = ([a, b]: { x: number; y: number }[]): { x: number; y: number } => ({
      x: ((a?.x ?? 0) + (b?.x ?? 0)) / 2,
      y: ((a?.y ?? 0) + (b?.y ?? 0)) / 2,
    });
    expect(below(leaning, middle(points(30)))).toBeCloseTo(below(upright, middle(points(0))));
  });

  it('needs the points, and gives pixels of the size that the network reads', () => {
    const region = { x: 0, y: 0, width: 400, height: 400 };
    const pixels = { width: 400, height: 400, channels: 4, data: new Uint8Array(400 * 400 * 4) } as const;
    expect(chipOf(pixels, region, [])).toBeNull();
    expect(chipOf(pixels, region, points(12))).toHaveLength(CHIP_SIDE * CHIP_SIDE * 3);
  });
});
