import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/adaptation/random.ts';

const COUNT = 20_000;

function draws(draw: (random: Random) => number, seed = 7): number[] {
  const random = new Random(seed);
  return Array.from({ length: COUNT }, () => draw(random));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('Random', () => {
  it('repeats itself by seed, and neighbouring seeds have nothing in common', () => {
    const ten = (seed: number) => draws((random) => random.uniform(0, 1), seed).slice(0, 10);
    expect(ten(1)).toEqual(ten(1));
    const all = [0, 1, 2, 2 ** 32, 2 ** 32 + 1].flatMap(ten);
    expect(new Set(all).size).toBe(all.length);
  });

  it('spreads evenly between its limits', () => {
    const values = draws((random) => random.uniform(-2, 6));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-2);
    expect(Math.max(...values)).toBeLessThan(6);
    for (let quarter = 0; quarter < 4; quarter++) {
      const low = -2 + 2 * quarter;
      const share = values.filter((value) => value >= low && value < low + 2).length / COUNT;
      expect(share).toBeCloseTo(0.25, 1);
    }
  });

  it('draws normally distributed numbers', () => {
    const values = draws((random) => random.normal(3));
    expect(Math.abs(mean(values))).toBeLessThan(0.1);
    expect(Math.sqrt(mean(values.map((value) => value ** 2)))).toBeCloseTo(3, 0);
    expect(values.filter((value) => Math.abs(value) < 3).length / COUNT).toBeCloseTo(0.683, 1);
  });

  it('draws every whole number but the upper limit', () => {
    expect(new Set(draws((random) => random.int(3, 6)))).toEqual(new Set([3, 4, 5]));
  });

  it('chooses by weight, and never what has none', () => {
    const chosen = draws((random) => random.choice([1, 2, 3], [3, 0, 1]));
    expect(chosen).not.toContain(2);
    expect(chosen.filter((value) => value === 1).length / COUNT).toBeCloseTo(0.75, 1);
    expect(draws((random) => Number(random.chance(0.2))).filter(Boolean).length / COUNT).toBeCloseTo(0.2, 1);
  });

  it('says so if there is nothing to choose', () => {
    const random = new Random(1);
    expect(() => random.choice([])).toThrow(RangeError);
    expect(() => random.choice(['a'], [0])).toThrow('weights 0');
  });
});
