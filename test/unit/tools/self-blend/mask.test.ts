import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faceFrame } from '../../../../tools/page/self-blend/face-frame.ts';
import { drawMask } from '../../../../tools/page/self-blend/mask.ts';
import { MASK_KINDS, type MaskKind } from '../../../../tools/page/self-blend/outlines.ts';
import type { Point } from '../../../../tools/page/self-blend/picture.ts';
import { Random } from '../../../../src/adaptation/random.ts';

const SIDE = 128;

/** Mean of twenty masks of a kind on a frontal face; points and result in shares of the side. */
function meanAt(kind: MaskKind, x: number, y: number, keypoints: readonly Point[] = []): number {
  const random = new Random(3);
  const frame = faceFrame(keypoints, SIDE);
  const at = Math.floor(y * SIDE) * SIDE + Math.floor(x * SIDE);
  let sum = 0;
  for (let i = 0; i < 20; i++) sum += drawMask(frame, SIDE, random, kind)[at] ?? 0;
  return sum / 20;
}

const EYE = [0.3, 0.34] as const;
const MOUTH = [0.5, 0.72] as const;
const FOREHEAD = [0.5, 0.1] as const;
const CORNER = [0.02, 0.98] as const;

describe('a mask', () => {
  it.each([
    { kind: 'face', covers: [EYE, MOUTH], spares: [FOREHEAD, CORNER] },
    { kind: 'forehead', covers: [EYE, MOUTH], spares: [CORNER] },
    { kind: 'browToChin', covers: [EYE, MOUTH], spares: [FOREHEAD, CORNER] },
    { kind: 'parts', covers: [EYE, MOUTH], spares: [FOREHEAD, CORNER, [0.2, 0.6]] },
    { kind: 'mouthAndJaw', covers: [MOUTH], spares: [EYE, FOREHEAD, CORNER] },
    { kind: 'mouth', covers: [MOUTH], spares: [EYE, FOREHEAD, CORNER] },
    { kind: 'eyes', covers: [EYE], spares: [MOUTH, FOREHEAD, CORNER] },
  ] as const)('of the kind "$kind" covers what it is named after', ({ kind, covers, spares }) => {
    for (const [x, y] of covers) expect(meanAt(kind, x, y)).toBeGreaterThan(0.7);
    for (const [x, y] of spares) expect(meanAt(kind, x, y)).toBeLessThan(0.15);
  });

  it('of half a face is now the one and now the other half', () => {
    expect(meanAt('half', 0.3, 0.5)).toBeGreaterThan(0.2);
    expect(meanAt('half', 0.3, 0.5)).toBeLessThan(0.8);
    expect(meanAt('half', 0.3, 0.5) + meanAt('half', 0.7, 0.5)).toBeCloseTo(1, 0);
  });

  it('follows the face: of one lying on its side, the mouth is beside the eyes', () => {
    const lying = [
      { x: 0.34, y: 0.7 },
      { x: 0.34, y: 0.3 },
      { x: 0.56, y: 0.5 },
      { x: 0.72, y: 0.5 },
      { x: 0.42, y: 0.93 },
      { x: 0.42, y: 0.07 },
    ].map(({ x, y }) => ({ x: x * SIDE, y: y * SIDE }));
    expect(meanAt('mouth', 0.72, 0.5, lying)).toBeGreaterThan(0.7);
    expect(meanAt('mouth', 0.5, 0.72, lying)).toBeLessThan(0.15);
    expect(meanAt('eyes', 0.34, 0.3, lying)).toBeGreaterThan(0.5);
  });

  it('of a face that is turned reaches to the ear that is seen, and not beyond the other side', () => {
    const turned = [
      { x: 0.2, y: 0.34 },
      { x: 0.45, y: 0.34 },
      { x: 0.2, y: 0.56 },
      { x: 0.28, y: 0.72 },
      { x: 0.12, y: 0.42 },
      { x: 0.92, y: 0.42 },
    ].map(({ x, y }) => ({ x: x * SIDE, y: y * SIDE }));
    expect(meanAt('face', 0.8, 0.45, turned)).toBeGreaterThan(0.7);
    expect(meanAt('face', 0.04, 0.45, turned)).toBeLessThan(0.3);
  });

  it('is 0…1 of the whole picture and soft at its edge, whatever the points', () => {
    const coordinate = fc.double({ min: -60, max: 260, noNaN: true });
    const points = fc.array(fc.record({ x: coordinate, y: coordinate }), { minLength: 0, maxLength: 6 });
    const kinds = fc.constantFrom(...MASK_KINDS);
    fc.assert(
      fc.property(
        points,
        kinds,
        fc.nat(),
        fc.integer({ min: 32, max: 200 }),
        (keypoints, kind, seed, side) => {
          const mask = drawMask(faceFrame(keypoints, side), side, new Random(seed), kind);
          expect(mask.length).toBe(side * side);
          expect(mask.every((value) => value >= 0 && value <= 1)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('has the same shape at any size', () => {
    const area = (side: number) => {
      const mask = drawMask(faceFrame([], side), side, new Random(5), 'face');
      return mask.reduce((sum, value) => sum + value, 0) / (side * side);
    };
    expect(area(224)).toBeCloseTo(area(112), 2);
    expect(area(192)).toBeCloseTo(area(112), 2);
  });
});

describe('points that make no face', () => {
  const shape = (keypoints: readonly Point[]) =>
    drawMask(faceFrame(keypoints, SIDE), SIDE, new Random(2), 'face');
  const template = shape([]);
  const face = [
    { x: 40, y: 44 },
    { x: 88, y: 44 },
    { x: 64, y: 72 },
    { x: 64, y: 92 },
  ];

  it('give way to a template', () => {
    expect(shape(face.slice(0, 3))).toEqual(template);
    expect(shape(face.map(({ x }) => ({ x, y: 50 })))).toEqual(template);
    expect(shape(face.map(({ x, y }) => ({ x: x + 300, y })))).toEqual(template);
    expect(shape([...face.slice(0, 3), { x: Number.NaN, y: 92 }])).toEqual(template);
  });

  it('are not those of a face without ears', () => {
    expect(shape(face)).not.toEqual(template);
  });
});
