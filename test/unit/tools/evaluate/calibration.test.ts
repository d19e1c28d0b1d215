import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  brierScore,
  calibrationError,
  logLoss,
  reliabilityBins,
} from '../../../../tools/lib/report/metrics/calibration.ts';
import { anySamples, samples } from './arbitrary.ts';

describe('reliability bins', () => {
  it('are of equal mass and hold every sample once', () => {
    fc.assert(
      fc.property(anySamples, (given) => {
        const bins = reliabilityBins(given, 7);
        const counts = bins.map(({ count }) => count);
        expect(counts.reduce((a, b) => a + b, 0)).toBe(given.length);
        if (counts.length > 0) expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        const fakes = bins.reduce((sum, { count, observed }) => sum + count * observed, 0);
        expect(fakes).toBeCloseTo(given.filter(({ fake }) => fake).length, 9);
      }),
    );
  });

  it('do not depend on the order of equal probabilities', () => {
    fc.assert(
      fc.property(anySamples, (given) => {
        expect(calibrationError([...given].reverse())).toBeCloseTo(calibrationError(given) ?? 0, 12);
      }),
    );
  });
});

describe('the calibration error', () => {
  it('is the distance of the probability from the share, bin by bin', () => {
    const low = samples([0.2], [0.2, 0.2, 0.2, 0.2]);
    const high = samples([0.9, 0.9, 0.9], [0.9, 0.9]);
    expect(calibrationError(low, 1)).toBeCloseTo(0);
    expect(calibrationError([...low, ...high], 2)).toBeCloseTo((5 * 0 + 5 * 0.3) / 10);
  });

  it('is null without samples', () => {
    expect(calibrationError([])).toBeNull();
  });
});

describe('Brier score and log loss', () => {
  it('are the squared error and the surprise', () => {
    const given = samples([0.8], [0.4]);
    expect(brierScore(given)).toBeCloseTo((0.04 + 0.16) / 2);
    expect(logLoss(given)).toBeCloseTo(-(Math.log(0.8) + Math.log(0.6)) / 2);
  });

  it('stay finite for certainty that is wrong', () => {
    expect(logLoss(samples([0], [1]))).toBeCloseTo(-Math.log(1e-6));
  });

  it('are null without samples', () => {
    expect(brierScore([])).toBeNull();
    expect(logLoss([])).toBeNull();
  });
});
