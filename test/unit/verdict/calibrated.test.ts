import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FaceFrame } from '../../../src/verdict/aggregation/aggregation.ts';
import { calibrated } from '../../../src/verdict/aggregation/calibrated.ts';
import { frames, thresholds } from './frames.ts';

const repeat = (n: number, value: number): number[] => Array.from({ length: n }, () => value);
const anyLogOdds = fc.double({ min: -20, max: 20, noNaN: true });
const anyFrame: fc.Arbitrary<FaceFrame> = fc.record({
  timeMs: fc.nat(100_000),
  logOdds: anyLogOdds,
  distance: fc.double({ min: 0, max: 3, noNaN: true }),
  side: fc.integer({ min: 32, max: 500 }),
  sharpness: fc.double({ min: 0, max: 20, noNaN: true }),
  noise: fc.double({ min: 0, max: 60, noNaN: true }),
  detail: fc.double({ min: 0, max: 1, noNaN: true }),
  lettering: fc.double({ min: 0, max: 20, noNaN: true }),
  graphic: fc.double({ min: 0, max: 1, noNaN: true }),
  roll: fc.double({ min: -180, max: 180, noNaN: true }),
  yaw: fc.double({ min: -90, max: 90, noNaN: true }),
});
const anyFrames = fc.array(anyFrame, { minLength: 1, maxLength: 20 });

describe('the calibrated rule', () => {
  it.each([
    ['frames that agree on manipulated', repeat(8, 3), 'manipulated'],
    ['frames that agree on nothing unusual', repeat(8, -3), 'noSign'],
    ['frames in doubt', repeat(8, 0.1), 'undecided'],
    ['three frames, however clear', repeat(3, 4), 'tooFewFrames'],
    ['frames that contradict one another', [3, -3, 3, -3, 3, -3, 3, -3], 'disagreement'],
  ])('calls %s so', (_, logOdds, expected) => {
    const { verdict } = calibrated(frames(...logOdds), thresholds, 1);
    expect('reason' in verdict ? verdict.reason : verdict.kind).toBe(expected);
  });

  it('gives no verdict on faces unlike those of training', () => {
    const strange = frames(...repeat(8, 4)).map((frame) => ({ ...frame, distance: 1.4 }));
    expect(calibrated(strange, thresholds, 1).verdict).toEqual({ kind: 'unclear', reason: 'unfamiliar' });
  });

  it('gives no verdict on faces below 64 px', () => {
    const small = frames(...repeat(8, 4)).map((frame) => ({ ...frame, side: 63 }));
    expect(calibrated(small, thresholds, 1).verdict).toEqual({ kind: 'unclear', reason: 'smallFace' });
  });

  it('gives no verdict on a face that is blurred in most frames, where the detector knows how sharp it must be', () => {
    const limits = { ...thresholds, minSharpness: 0.2 };
    const soft = (share: number) =>
      frames(...repeat(8, 4)).map((frame, i) => ({ ...frame, sharpness: i < share ? 0.1 : 0.3 }));
    expect(calibrated(soft(5), limits, 1).verdict).toEqual({ kind: 'unclear', reason: 'blurred' });
    expect(calibrated(soft(4), limits, 1).verdict.kind).toBe('manipulated');
    expect(calibrated(soft(8), thresholds, 1).verdict.kind).toBe('manipulated');
  });

  it('gives no verdict on a face that is noisy in most frames, or noisy in some and blurred in others', () => {
    const limits = { ...thresholds, minSharpness: 0.2, maxNoise: 2 };
    const grainy = (share: number, blurred = 0) =>
      frames(...repeat(8, -3)).map((frame, i) => ({
        ...frame,
        noise: i < share ? 2.5 : 1.5,
        sharpness: i < 8 - blurred ? 1 : 0.1,
      }));
    expect(calibrated(grainy(5), limits, 1).verdict).toEqual({ kind: 'unclear', reason: 'noisy' });
    expect(calibrated(grainy(3, 2), limits, 1).verdict).toEqual({ kind: 'unclear', reason: 'noisy' });
    expect(calibrated(grainy(2, 3), limits, 1).verdict).toEqual({ kind: 'unclear', reason: 'blurred' });
    expect(calibrated(grainy(4), limits, 1).verdict.kind).toBe('noSign');
    expect(calibrated(grainy(8), thresholds, 1).verdict.kind).toBe('noSign');
  });

  it('listens to sharp frames more than to blurred ones', () => {
    const mixed = frames(-3, -3, -3, 3, 3, 3, 3, 3).map((frame, i) => ({
      ...frame,
      sharpness: i < 3 ? 0.1 : 1,
    }));
    const heedless = calibrated(mixed, thresholds, 1).probability;
    expect(calibrated(mixed, { ...thresholds, minSharpness: 0.2 }, 1).probability).toBeGreaterThan(heedless);
  });

  it('holds faces seen in several frames to the thresholds for videos, if there are some', () => {
    const lower = { ...thresholds, video: { manipulated: 0.7, noSign: 0.1 } };
    const suspicious = frames(...repeat(8, 1.5));
    expect(calibrated(suspicious, thresholds, 1).verdict.kind).toBe('unclear');
    expect(calibrated(suspicious, lower, 1)).toMatchObject({
      verdict: { kind: 'manipulated' },
      settled: true,
    });
    expect(calibrated(frames(...repeat(8, -1.5)), thresholds, 1).verdict.kind).toBe('noSign');
    expect(calibrated(frames(...repeat(8, -1.5)), lower, 1).verdict.kind).toBe('unclear');
    expect(calibrated(frames(...repeat(3, 1.5)), lower, 1).settled).toBe(false);
  });

  it('gives no verdict on a face that is turned in most frames, whichever way', () => {
    for (const turn of [{ roll: 90 }, { roll: -40 }, { roll: 180 }, { yaw: 75 }, { yaw: -75 }]) {
      for (const value of [-4, 4]) {
        const turned = (share: number) =>
          frames(...repeat(8, value)).map((frame, i) => (i < share ? { ...frame, ...turn } : frame));
        expect(calibrated(turned(5), thresholds, 1).verdict).toEqual({ kind: 'unclear', reason: 'turned' });
        expect(calibrated(turned(4), thresholds, 1).verdict.kind).toBe(value > 0 ? 'manipulated' : 'noSign');
      }
    }
    const leaning = frames(...repeat(8, -3)).map((frame) => ({ ...frame, roll: 20, yaw: -30 }));
    expect(calibrated(leaning, thresholds, 1).verdict.kind).toBe('noSign');
  });

  it('gives no verdict on a picture with too little detail, by the limit of the calibration where it has one', () => {
    const coarse = frames(...repeat(8, -4)).map((frame) => ({ ...frame, detail: 0.4 }));
    expect(calibrated(coarse, thresholds, 1).verdict).toEqual({ kind: 'unclear', reason: 'lowDetail' });
    expect(calibrated(coarse, { ...thresholds, minDetail: 0.3 }, 1).verdict.kind).toBe('noSign');
    const sharp = coarse.map((frame) => ({ ...frame, detail: 0.9 }));
    expect(calibrated(sharp, { ...thresholds, minDetail: 0.95 }, 1).verdict).toEqual({
      kind: 'unclear',
      reason: 'lowDetail',
    });
  });

  it('gives no verdict where words or graphics lie over the face in most frames, and passes over them in a few', () => {
    const drawnOver = (n: number) =>
      frames(...repeat(8, -4)).map((frame, i) => (i < n ? { ...frame, logOdds: 4, lettering: 9 } : frame));
    expect(calibrated(drawnOver(5), thresholds, 1).verdict).toEqual({ kind: 'unclear', reason: 'covered' });
    expect(calibrated(drawnOver(2), thresholds, 1).verdict.kind).toBe('unclear');
    const boxed = frames(...repeat(8, 4)).map((frame) => ({ ...frame, graphic: 0.2 }));
    expect(calibrated(boxed, thresholds, 1).verdict).toEqual({ kind: 'unclear', reason: 'covered' });
  });

  it('names the commoner of two flaws', () => {
    const flawed = frames(...repeat(8, -4)).map((frame, i) => ({
      ...frame,
      detail: i < 3 ? 0.2 : 0.9,
      roll: i >= 3 && i < 5 ? 60 : 0,
    }));
    expect(calibrated(flawed, thresholds, 1).verdict).toEqual({ kind: 'unclear', reason: 'lowDetail' });
  });

  it('stops early when decided either way, not before 8 frames, and at 16 in any case', () => {
    expect(calibrated(frames(...repeat(7, 4)), thresholds, 1).settled).toBe(false);
    expect(calibrated(frames(...repeat(8, 4)), thresholds, 1).settled).toBe(true);
    expect(calibrated(frames(...repeat(8, -4)), thresholds, 1).settled).toBe(true);
    expect(calibrated(frames(...repeat(15, 0)), thresholds, 1).settled).toBe(false);
    expect(calibrated(frames(...repeat(16, 0)), thresholds, 1).settled).toBe(true);
  });

  it('is not turned by one wild frame among eight', () => {
    expect(calibrated(frames(...repeat(7, -2), 1000), thresholds, 1).verdict.kind).toBe('noSign');
  });

  it('needs more to call one of many faces manipulated than to call an only one so', () => {
    const suspicious = frames(...repeat(8, 2.5));
    const alone = calibrated(suspicious, thresholds, 1);
    const inCrowd = calibrated(suspicious, thresholds, 8);
    expect(alone.verdict.kind).toBe('manipulated');
    expect(inCrowd.verdict.kind).toBe('unclear');
    expect(inCrowd.probability).toBeGreaterThanOrEqual(0.5);
  });

  it('is no surer of many frames than of one: they may all err together', () => {
    const few = calibrated(frames(...repeat(4, 1.5)), thresholds, 1);
    const many = calibrated(frames(...repeat(16, 1.5)), thresholds, 1);
    expect(many.probability).toBeCloseTo(few.probability, 9);
  });

  it('does not depend on the order of frames', () => {
    const shuffled = anyFrames.chain((original) =>
      fc.tuple(fc.constant(original), fc.shuffledSubarray(original, { minLength: original.length })),
    );
    fc.assert(
      fc.property(shuffled, ([original, other]) => {
        const a = calibrated(original, thresholds, 2);
        const b = calibrated(other, thresholds, 2);
        expect(b.probability).toBeCloseTo(a.probability, 9);
        expect(b.verdict).toEqual(a.verdict);
      }),
    );
  });

  it('never lowers the probability when a frame becomes more suspicious', () => {
    fc.assert(
      fc.property(
        anyFrames,
        fc.nat(),
        fc.double({ min: 0, max: 20, noNaN: true }),
        (original, pick, rise) => {
          const chosen = pick % original.length;
          const raised = original.map((frame, i) =>
            i === chosen ? { ...frame, logOdds: frame.logOdds + rise } : frame,
          );
          const before = calibrated(original, thresholds, 3).probability;
          expect(calibrated(raised, thresholds, 3).probability).toBeGreaterThanOrEqual(before - 1e-9);
        },
      ),
    );
  });

  it('never lowers the probability when a frame as suspicious as the worst is added', () => {
    fc.assert(
      fc.property(fc.array(anyLogOdds, { minLength: 3, maxLength: 20 }), fc.nat(10), (logOdds, more) => {
        const added = Math.max(0, ...logOdds) + more;
        const before = calibrated(frames(...logOdds), thresholds, 1).probability;
        const after = calibrated(frames(...logOdds, added), thresholds, 1).probability;
        expect(after).toBeGreaterThanOrEqual(before - 1e-9);
      }),
    );
  });

  it('always gives a probability', () => {
    fc.assert(
      fc.property(anyFrames, fc.integer({ min: 0, max: 30 }), (some, faces) => {
        const { probability } = calibrated(some, thresholds, faces);
        expect(probability).toBeGreaterThanOrEqual(0);
        expect(probability).toBeLessThanOrEqual(1);
      }),
    );
  });
});
