import { describe, expect, it } from 'vitest';
import { trendOf } from '../../../tools/soak/trend.ts';

const series = (value: (minute: number) => number) =>
  Array.from({ length: 60 }, (_, minutes) => ({ minutes, value: value(minutes) }));
/** Up and down by as much, without growing. */
const wave = (minute: number): number => Math.sin(minute * 2.1);

describe('the trend of a quantity', () => {
  it('is flat for what only goes up and down', () => {
    expect(trendOf(series((minute) => 100 + 5 * wave(minute)))).toMatchObject({ flat: true });
  });

  it('is flat for what grows only in the beginning, and for what shrinks', () => {
    expect(trendOf(series((minute) => 100 + Math.min(minute, 10)))).toMatchObject({ flat: true, growth: 0 });
    expect(trendOf(series((minute) => 100 - minute))).toMatchObject({ flat: true });
  });

  it('grows where the line does and it can be noticed', () => {
    const grown = trendOf(series((minute) => 100 + minute + 5 * wave(minute)));
    expect(grown.flat).toBe(false);
    expect(grown.growth).toBeGreaterThan(35);
    expect(grown.low).toBeGreaterThan(0);
    // Surely, but by one part in a hundred an hour.
    expect(trendOf(series((minute) => 1000 + minute / 6))).toMatchObject({ flat: true });
  });

  it('is not told of too little', () => {
    expect(() => trendOf(series(() => 1).slice(0, 4))).toThrow(RangeError);
  });
});
