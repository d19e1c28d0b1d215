import { describe, expect, it } from 'vitest';
import { precision } from '../../../../src/verdict/prior.ts';
import { accuracy, balancedAccuracy } from '../../../../tools/lib/report/metrics/decisions.ts';
import { riskCoverage, selectiveRisk } from '../../../../tools/lib/report/metrics/selective.ts';
import { wilson } from '../../../../tools/lib/report/metrics/wilson.ts';
import { samples } from './arbitrary.ts';

describe('decisions at even odds', () => {
  it('call exactly even odds genuine', () => {
    expect(accuracy(samples([], [0.5]))).toBe(1);
    expect(accuracy(samples([0.5], []))).toBe(0);
  });

  it('weigh the classes alike in the balanced accuracy', () => {
    const given = samples([0.9, 0.9, 0.9, 0.1], [0.9]);
    expect(accuracy(given)).toBe(0.6);
    expect(balancedAccuracy(given)).toBe(0.375);
    expect(balancedAccuracy(samples([0.9], []))).toBeNull();
  });

  it('are mostly false alarms where manipulation is rare', () => {
    expect(precision(0.01, 1, 0.01)).toBeCloseTo(0.01 / (0.01 + 0.0099));
    expect(precision(0.5, 0.8, 0.2)).toBeCloseTo(0.8);
    expect(precision(0.01, 0, 0)).toBeNull();
  });
});

describe("Wilson's interval", () => {
  it('has the ends that solve its equation', () => {
    // |share − p| = z √(p (1 − p) / n) at either end.
    const share = wilson(7, 40);
    for (const end of [share?.low ?? NaN, share?.high ?? NaN]) {
      expect(Math.abs(7 / 40 - end)).toBeCloseTo(1.959964 * Math.sqrt((end * (1 - end)) / 40), 6);
    }
  });

  it('does not take none of twenty for never', () => {
    expect(wilson(0, 20)).toMatchObject({ rate: 0, low: 0 });
    expect(wilson(0, 20)?.high).toBeCloseTo(0.161, 3);
    expect(wilson(20, 20)?.high).toBe(1);
    expect(wilson(0, 0)).toBeNull();
  });
});

describe('coverage and risk', () => {
  it('count unclear verdicts as not covered and a missed manipulation as wrong', () => {
    expect(
      selectiveRisk([
        { fake: true, verdict: 'manipulated' },
        { fake: true, verdict: 'noSign' },
        { fake: false, verdict: 'noSign' },
        { fake: false, verdict: 'unclear' },
      ]),
    ).toEqual({ coverage: 0.75, risk: 1 / 3 });
  });

  it('have no risk without a clear verdict', () => {
    expect(selectiveRisk([{ fake: true, verdict: 'unclear' }])).toEqual({ coverage: 0, risk: null });
    expect(selectiveRisk([])).toBeNull();
  });

  it('take the surest first, equally sure ones together', () => {
    // 0.25 and 0.75 are equally sure.
    expect(riskCoverage(samples([0.99, 0.25], [0.75, 0.4]))).toEqual([
      { coverage: 0.25, risk: 0 },
      { coverage: 0.75, risk: 2 / 3 },
      { coverage: 1, risk: 0.5 },
    ]);
  });
});
