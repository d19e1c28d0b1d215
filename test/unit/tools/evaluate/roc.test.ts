import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auc } from '../../../../tools/lib/report/metrics/auc.ts';
import {
  averagePrecision,
  caughtAt,
  equalErrorRate,
  rocCurve,
  type RocPoint,
} from '../../../../tools/lib/report/metrics/roc.ts';
import type { Sample } from '../../../../tools/lib/report/metrics/sample.ts';
import { bothClasses, samples } from './arbitrary.ts';

function curveOf(given: readonly Sample[]): RocPoint[] {
  const curve = rocCurve(given);
  if (curve === null) throw new Error('a class is missing');
  return curve;
}

describe('the ROC curve', () => {
  it('goes from nothing flagged to everything, one point for each score', () => {
    expect(curveOf(samples([0.9, 0.4], [0.4, 0.1]))).toEqual([
      { falseAlarms: 0, caught: 0, threshold: Infinity },
      { falseAlarms: 0, caught: 0.5, threshold: 0.9 },
      { falseAlarms: 0.5, caught: 1, threshold: 0.4 },
      { falseAlarms: 1, caught: 1, threshold: 0.1 },
    ]);
  });

  it('encloses the AUC', () => {
    fc.assert(
      fc.property(bothClasses, (given) => {
        const curve = curveOf(given);
        const area = curve.slice(1).reduce((sum, point, at) => {
          const before = curve[at];
          if (!before) return NaN;
          return sum + ((point.falseAlarms - before.falseAlarms) * (point.caught + before.caught)) / 2;
        }, 0);
        expect(area).toBeCloseTo(auc(given) ?? NaN, 12);
      }),
    );
  });

  it('is missing where a class is', () => {
    expect(rocCurve(samples([0.2], []))).toBeNull();
  });
});

describe('the equal error rate', () => {
  it('lies between thresholds where no threshold has equal errors', () => {
    // Two of three caught without false alarm, then a genuine one: between (0, 2/3) and (1/2, 2/3) the errors meet at 1/3.
    expect(equalErrorRate(curveOf(samples([0.9, 0.8, 0.2], [0.5, 0.1])))).toBeCloseTo(1 / 3);
  });

  it('is one half where all scores are equal, 0 and 1 at the ends', () => {
    expect(equalErrorRate(curveOf(samples([0.5, 0.5, 0.5], [0.5])))).toBe(0.5);
    expect(equalErrorRate(curveOf(samples([0.9], [0.1])))).toBe(0);
    expect(equalErrorRate(curveOf(samples([0.1], [0.9])))).toBe(1);
  });

  it('is where a fine walk along the curve finds both errors equal', () => {
    fc.assert(
      fc.property(bothClasses, (given) => {
        const curve = curveOf(given);
        const eer = equalErrorRate(curve);
        // The point (eer, 1 − eer) must lie on one of the curve's pieces.
        const lies = curve.slice(1).some((b, at) => {
          const a = curve[at];
          if (!a) return false;
          const cross =
            (b.falseAlarms - a.falseAlarms) * (1 - eer - a.caught) -
            (b.caught - a.caught) * (eer - a.falseAlarms);
          const inside = eer >= a.falseAlarms - 1e-9 && eer <= b.falseAlarms + 1e-9;
          return Math.abs(cross) < 1e-9 && inside && 1 - eer >= a.caught - 1e-9 && 1 - eer <= b.caught + 1e-9;
        });
        expect(lies).toBe(true);
      }),
    );
  });
});

describe('the share caught at a limit of false alarms', () => {
  it('is that of a threshold that exists', () => {
    const curve = curveOf(samples([0.9, 0.8, 0.3, 0.2], [0.85, 0.1, 0.1, 0.1]));
    expect(caughtAt(curve, 0.01)).toBe(0.25);
    expect(caughtAt(curve, 0.25)).toBe(1);
  });

  it('is nothing where the most suspicious sample is genuine', () => {
    expect(caughtAt(curveOf(samples([0.5], [0.9])), 0.05)).toBe(0);
  });

  it('is what trying every threshold finds', () => {
    fc.assert(
      fc.property(bothClasses, fc.double({ min: 0, max: 1, noNaN: true }), (given, limit) => {
        const share = (fake: boolean, threshold: number): number => {
          const own = given.filter((sample) => sample.fake === fake);
          return own.filter(({ score }) => score >= threshold).length / own.length;
        };
        const allowed = [Infinity, ...given.map(({ score }) => score)].filter(
          (at) => share(false, at) <= limit,
        );
        expect(caughtAt(curveOf(given), limit)).toBeCloseTo(
          Math.max(...allowed.map((at) => share(true, at))),
          12,
        );
      }),
    );
  });
});

describe('average precision', () => {
  it('is the mean precision at the manipulated ones where there are no ties', () => {
    const given = samples([0.9, 0.5], [0.7, 0.1]);
    expect(averagePrecision(curveOf(given), 2, 2)).toBeCloseTo((1 + 2 / 3) / 2);
  });

  it('is the share of manipulated samples where all scores are equal', () => {
    expect(averagePrecision(curveOf(samples([0.5, 0.5, 0.5], [0.5])), 3, 1)).toBe(0.75);
  });
});
