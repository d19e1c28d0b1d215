import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auc, weightedAuc } from '../../../../tools/lib/report/metrics/auc.ts';
import type { Sample } from '../../../../tools/lib/report/metrics/sample.ts';
import { bothClasses, samples } from './arbitrary.ts';

/** By its definition: over all pairs. */
function byPairs(given: readonly Sample[]): number {
  const fakes = given.filter(({ fake }) => fake);
  const reals = given.filter(({ fake }) => !fake);
  let wins = 0;
  for (const one of fakes) {
    for (const other of reals) {
      wins += one.score > other.score ? 1 : one.score === other.score ? 0.5 : 0;
    }
  }
  return wins / (fakes.length * reals.length);
}

describe('AUC', () => {
  it('counts the pairs in the right order, ties half', () => {
    expect(auc(samples([0.9, 0.4], [0.4, 0.1]))).toBe(3.5 / 4);
    expect(auc(samples([1], [0]))).toBe(1);
    expect(auc(samples([0], [1]))).toBe(0);
    expect(auc(samples([0.5, 0.5], [0.5]))).toBe(0.5);
  });

  it('is null without one of the classes', () => {
    expect(auc(samples([], [0.1]))).toBeNull();
    expect(auc(samples([0.1], []))).toBeNull();
    expect(auc([])).toBeNull();
  });

  it('is what all pairs say', () => {
    fc.assert(
      fc.property(bothClasses, (given) => {
        expect(auc(given)).toBeCloseTo(byPairs(given), 12);
      }),
    );
  });

  it('does not change under a rising map of the scores', () => {
    fc.assert(
      fc.property(bothClasses, (given) => {
        const mapped = given.map(({ fake, score }) => ({ fake, score: Math.exp(3 * score) - 7 }));
        expect(auc(mapped)).toBe(auc(given));
      }),
    );
  });

  it('is the same whichever class is positive, and turns over with the scores', () => {
    fc.assert(
      fc.property(bothClasses, (given) => {
        const other = given.map(({ fake, score }) => ({ fake: !fake, score: -score }));
        const turned = given.map(({ fake, score }) => ({ fake, score: -score }));
        expect(auc(other)).toBeCloseTo(auc(given) ?? NaN, 12);
        expect(auc(turned)).toBeCloseTo(1 - (auc(given) ?? NaN), 12);
      }),
    );
  });

  it('takes a weight of k for k samples', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(bothClasses, weights, (given, times) => {
        const repeated = given.flatMap((sample, at) => Array.from({ length: times[at] ?? 0 }, () => sample));
        const expected = auc(repeated);
        const weighted = weightedAuc(given)(Float64Array.from(times.slice(0, given.length)));
        if (expected === null) expect(weighted).toBeNull();
        else expect(weighted).toBeCloseTo(expected, 12);
      }),
    );
  });
});
