import { describe, expect, it } from 'vitest';
import { trimmedMean } from '../../../src/verdict/aggregation/trimmed-mean.ts';

const equal = (...values: number[]) => values.map((value) => ({ value, weight: 1 }));

describe('trimmedMean', () => {
  it('is the weighted mean without trimming', () => {
    const samples = [
      { value: 1, weight: 3 },
      { value: 5, weight: 1 },
    ];
    expect(trimmedMean(samples, 0)).toBe(2);
  });

  it('leaves out the ends', () => {
    expect(trimmedMean(equal(-100, 1, 2, 3, 900), 0.2)).toBeCloseTo(2);
  });

  it('comes down to the median', () => {
    expect(trimmedMean(equal(1, 2, 100), 0.5)).toBeCloseTo(2);
    expect(trimmedMean(equal(7), 0.5)).toBeCloseTo(7);
  });
});
