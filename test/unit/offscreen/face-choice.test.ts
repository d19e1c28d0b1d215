import { describe, expect, it } from 'vitest';
import { FrameError } from '../../../src/frames/frame-error.ts';
import { chooseFaces, isCovered } from '../../../src/offscreen/face-choice.ts';

const small = { width: 640, height: 360 };
const square = (x: number, side: number) => ({ x, y: 50, width: side, height: side });

describe('chooseFaces', () => {
  it('brings boxes to native pixels', () => {
    const [face] = chooseFaces([square(100, 40)], small, { width: 1920, height: 1080 });
    expect(face?.box).toEqual({ x: 300, y: 150, width: 120, height: 120 });
    expect(face?.region.width).toBeGreaterThan(120);
  });

  it('leaves out faces too small to say anything of, by their native size', () => {
    const tiny = [square(100, 15)];
    expect(chooseFaces(tiny, small, small)).toEqual([]);
    expect(chooseFaces(tiny, small, { width: 1920, height: 1080 })).toHaveLength(1);
  });

  it('takes the eight largest of a crowd, largest first', () => {
    const crowd = Array.from({ length: 12 }, (_, i) => square(i * 40, 32 + i));
    const sides = chooseFaces(crowd, small, small).map(({ box }) => box.width);
    expect(sides).toEqual([43, 42, 41, 40, 39, 38, 37, 36]);
  });

  it('asks for no more pixels than one message may hold', () => {
    const native = { width: 7680, height: 4320 };
    const faces = chooseFaces([square(20, 150), square(200, 150), square(400, 150)], small, native);
    const pixels = faces.reduce((sum, { region }) => sum + region.width * region.height, 0);
    expect(faces.length).toBeGreaterThan(0);
    expect(faces.length).toBeLessThan(3);
    expect(pixels * 4).toBeLessThan(64 * 1024 * 1024);
  });

  it('says so if even one face is too large', () => {
    const huge = { x: 0, y: 0, width: 640, height: 360 };
    expect(() => chooseFaces([huge], small, { width: 15360, height: 8640 })).toThrow(FrameError);
  });
});

describe('isCovered', () => {
  const face = { x: 0.4, y: 0.2, width: 0.2, height: 0.4 };
  const caption = (y: number) => ({ x: 0.1, y, width: 0.8, height: 0.05 });

  it('passes over a face that words lie over', () => expect(isCovered(face, [caption(0.4)])).toBe(true));
  it('keeps one beside them', () => expect(isCovered(face, [caption(0.9), caption(0.05)])).toBe(false));
  it('keeps one that they hardly touch', () => expect(isCovered(face, [caption(0.595)])).toBe(false));
  it('adds up what several layers cover', () => {
    const specks = Array.from({ length: 4 }, (_, i) => ({
      x: 0.4 + i * 0.05,
      y: 0.3,
      width: 0.02,
      height: 0.02,
    }));
    expect(isCovered(face, specks.slice(0, 1))).toBe(false);
    expect(isCovered(face, [...specks, ...specks, ...specks])).toBe(true);
  });
});
