import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  classWeights,
  estimatedFakeRate,
  smoothedFakeRate,
} from '../../../src/adaptation/training/label-shift.ts';
import { annealedRate, reversalWeight } from '../../../src/adaptation/training/schedule.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('the schedule', () => {
  it('begins without reversal and rises towards its most', () => {
    expect(reversalWeight(0, 0.3)).toBe(0);
    expect(reversalWeight(1, 0.3)).toBeCloseTo(0.3, 3);
    fc.assert(
      fc.property(share, share, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(reversalWeight(low, 1)).toBeLessThanOrEqual(reversalWeight(high, 1));
      }),
    );
  });

  it('anneals the rate from its start, and lets it go to nothing over the last quarter', () => {
    expect(annealedRate(0, 0.01)).toBe(0.01);
    expect(annealedRate(0.75, 0.01)).toBeCloseTo(0.01 / 8.5 ** 0.75, 12);
    expect(annealedRate(0.875, 0.01)).toBeCloseTo(0.01 / 9.75 ** 0.75 / 2, 12);
    expect(annealedRate(1, 0.01)).toBe(0);
    fc.assert(
      fc.property(share, share, (a, b) => {
        const [early, late] = [Math.min(a, b), Math.max(a, b)];
        expect(annealedRate(late, 1)).toBeLessThanOrEqual(annealedRate(early, 1));
      }),
    );
  });
});

describe('class weights', () => {
  it('have the mean 1 over a source half of which is manipulated, and the ratio of the shares', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.02, max: 0.5, noNaN: true }), (rate) => {
        const { genuine, manipulated } = classWeights(rate);
        expect((genuine + manipulated) / 2).toBeCloseTo(1, 12);
        expect(manipulated / genuine).toBeCloseTo(rate / (1 - rate), 9);
      }),
    );
  });

  it('come from the true share where the network errs alike on source and site', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.02, max: 0.5, noNaN: true }),
        fc.double({ min: 0.5, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 0.3, noNaN: true }),
        (rate, manipulated, genuine) => {
          const site = rate * manipulated + (1 - rate) * genuine;
          expect(estimatedFakeRate({ site, manipulated, genuine })).toBeCloseTo(rate, 6);
        },
      ),
    );
  });

  it('are capped, and correct least where the network knows nothing', () => {
    expect(estimatedFakeRate({ site: 0, manipulated: 0.8, genuine: 0.1 })).toBe(0.02);
    expect(estimatedFakeRate({ site: 1, manipulated: 0.8, genuine: 0.1 })).toBe(0.5);
    expect(estimatedFakeRate({ site: 0.3, manipulated: 0.4, genuine: 0.4 })).toBe(0.5);
    const shares = { site: 0.1, manipulated: 1, genuine: 0 };
    expect(smoothedFakeRate(null, shares)).toBeCloseTo(0.1);
    expect(smoothedFakeRate(0.5, shares)).toBeCloseTo(0.3);
  });
});
