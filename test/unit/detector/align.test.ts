import { describe, expect, it } from 'vitest';
import { alignment, cutFace, pointsInCrop, regionFor } from '../../../src/detector/crop.ts';
import { poseOf } from '../../../src/detector/pose.ts';
import type { Raster } from '../../../src/detector/resize.ts';
import { drawFace } from '../tools/self-blend/drawn-faces.ts';
import { cutRegion } from './pictures.ts';

const SIDE = 160;
const FRAME = 400;
const BOX = { x: (FRAME - SIDE) / 2, y: (FRAME - SIDE) / 2, width: SIDE, height: SIDE };

/** A drawn face in the middle of a frame, turned clockwise, sampled between its pixels. */
function frameWith(degrees: number): Raster & { channels: 3 } {
  const face = drawFace(5, SIDE);
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  const data = new Uint8Array(FRAME * FRAME * 3);
  const clamp = (n: number): number => Math.max(0, Math.min(SIDE - 1, n));
  for (let y = 0; y < FRAME; y++) {
    for (let x = 0; x < FRAME; x++) {
      const across = x + 0.5 - FRAME / 2;
      const down = y + 0.5 - FRAME / 2;
      const u = across * cos + down * sin + SIDE / 2 - 0.5;
      const v = down * cos - across * sin + SIDE / 2 - 0.5;
      const [left, top] = [Math.floor(u), Math.floor(v)];
      for (let c = 0; c < 3; c++) {
        let value = 0;
        for (const [i, wide] of [1 - (u - left), u - left].entries()) {
          for (const [j, high] of [1 - (v - top), v - top].entries()) {
            value += wide * high * (face.data[(clamp(top + j) * SIDE + clamp(left + i)) * 3 + c] ?? 0);
          }
        }
        data[(y * FRAME + x) * 3 + c] = Math.round(value);
      }
    }
  }
  return { width: FRAME, height: FRAME, channels: 3, data };
}

function crop(degrees: number, turned: number, size = 64): Uint8Array {
  const region = regionFor(BOX, FRAME, FRAME, turned);
  if (!region) throw new Error('The face lies outside the frame');
  return cutFace(cutRegion(frameWith(degrees), region), region, BOX, size, turned);
}

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] ?? 0)), 0) / a.length;
}

describe('a face that leans', () => {
  const upright = crop(0, 0);

  it.each([12, -17, 25, 45, 90, 180])('by %d° is cut upright', (degrees) => {
    const aligned = meanDifference(crop(degrees, degrees), upright);
    // A frame of what was turned and turned back is a little softer; a face that still leans is another picture.
    expect(aligned).toBeLessThan(4);
    expect(meanDifference(crop(degrees, 0), upright)).toBeGreaterThan(3 * aligned);
  });

  it('a little is cut along the pixels, as training cuts it', () => {
    for (const roll of [0, 2.9, -2.9, 9.9, -9.9]) expect(alignment(roll)).toBe(0);
    for (const roll of [10.1, -24, 90]) expect(alignment(roll)).toBe(roll);
    const region = regionFor(BOX, FRAME, FRAME);
    expect(regionFor(BOX, FRAME, FRAME, alignment(2))).toEqual(region);
  });

  it('has the pixels it needs in its region, also where the square stands on a corner', () => {
    for (const turned of [15, 45, -30]) {
      const region = regionFor(BOX, FRAME, FRAME, turned);
      const whole = { x: 0, y: 0, width: FRAME, height: FRAME };
      const fromWhole = cutFace(cutRegion(frameWith(turned), whole), whole, BOX, 64, turned);
      const fromRegion = crop(turned, turned);
      expect(region?.width).toBeLessThan(FRAME);
      expect(
        Math.max(...fromRegion.map((value, i) => Math.abs(value - (fromWhole[i] ?? 0)))),
      ).toBeLessThanOrEqual(1);
    }
  });

  it('has its points where its crop shows them', () => {
    const { keypoints } = drawFace(5, SIDE);
    const cos = Math.cos((20 * Math.PI) / 180);
    const sin = Math.sin((20 * Math.PI) / 180);
    const upright = keypoints.map(({ x, y }) => ({ x: x + BOX.x, y: y + BOX.y }));
    const inFrame = upright.map(({ x, y }) => ({
      x: FRAME / 2 + (x - FRAME / 2) * cos - (y - FRAME / 2) * sin,
      y: FRAME / 2 + (x - FRAME / 2) * sin + (y - FRAME / 2) * cos,
    }));
    const inCrop = pointsInCrop(BOX, inFrame, SIDE, 20);
    pointsInCrop(BOX, upright, SIDE).forEach((point, i) => {
      expect(inCrop[i]?.x).toBeCloseTo(point.x, 6);
      expect(inCrop[i]?.y).toBeCloseTo(point.y, 6);
    });
    expect(Math.abs(poseOf(inCrop).roll)).toBeLessThan(Math.abs(poseOf(inFrame).roll));
  });

  it('at the edge of the frame is continued beyond it', () => {
    const corner = { x: -40, y: -40, width: SIDE, height: SIDE };
    const region = regionFor(corner, FRAME, FRAME, 30);
    if (!region) throw new Error('The face lies outside the frame');
    const grey: Raster = { ...frameWith(0), data: new Uint8Array(FRAME * FRAME * 3).fill(90) };
    expect([...new Set(cutFace(cutRegion(grey, region), region, corner, 32, 30))]).toEqual([90]);
  });
});
