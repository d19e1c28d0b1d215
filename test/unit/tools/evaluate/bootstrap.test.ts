import { describe, expect, it } from 'vitest';
import { auc, weightedAuc } from '../../../../tools/lib/report/metrics/auc.ts';
import { bootstrap, quantile, type Unit } from '../../../../tools/lib/report/metrics/bootstrap.ts';
import { seeded, shuffled } from '../../../../tools/lib/report/metrics/random.ts';
import type { Sample } from '../../../../tools/lib/report/metrics/sample.ts';

/** `count` numbers with normal distribution around `mean` (sum of twelve uniform ones). */
function normal(count: number, mean: number, seed: number): number[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => {
    let sum = mean - 6;
    for (let i = 0; i < 12; i++) sum += random();
    return sum;
  });
}

function scored(count: number, seed: number): Sample[] {
  return [
    ...normal(count, 1, seed).map((score) => ({ fake: true, score })),
    ...normal(count, 0, seed + 1).map((score) => ({ fake: false, score })),
  ];
}

function single(samples: readonly Sample[]): Unit[] {
  return samples.map(({ fake }, index) => ({ stratum: String(fake), members: [index] }));
}

describe('the bootstrap', () => {
  it('gives the same interval each time, another for another seed', () => {
    const given = scored(30, 1);
    const draw = (seed?: number) => bootstrap(single(given), 60, { auc: weightedAuc(given) }, { seed }).auc;
    expect(draw()).toEqual(draw());
    expect(draw(5)).not.toEqual(draw());
  });

  it('is as wide as the known standard error of a mean', () => {
    const values = normal(200, 0, 3);
    const mean = (weights: Float64Array): number =>
      values.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0) / values.length;
    const units = values.map((_, index) => ({ stratum: 'all', members: [index] }));
    const interval = bootstrap(units, 200, { mean }).mean;
    const centre = values.reduce((a, b) => a + b, 0) / 200;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / 200);
    const expected = (2 * 1.96 * deviation) / Math.sqrt(200);
    expect((interval?.high ?? 0) - (interval?.low ?? 0)).toBeGreaterThan(0.93 * expected);
    expect((interval?.high ?? 0) - (interval?.low ?? 0)).toBeLessThan(1.07 * expected);
  });

  it('covers the true AUC about as often as it says', () => {
    // Two normal distributions one standard deviation apart: Φ(1/√2).
    const truth = 0.7602;
    let covered = 0;
    for (let trial = 0; trial < 60; trial++) {
      const given = scored(40, 100 + 2 * trial);
      const { low, high } = bootstrap(single(given), 80, { auc: weightedAuc(given) }, { draws: 400 }).auc ?? {
        low: 1,
        high: 0,
      };
      if (low <= truth && truth <= high) covered++;
    }
    expect(covered).toBeGreaterThanOrEqual(51);
  });

  it('does not take the frames of one video for independent', () => {
    // Ten equal frames a video are worth one.
    const videos = scored(20, 9);
    const frames = videos.flatMap((video) => Array.from({ length: 10 }, () => video));
    const whole = videos.map(({ fake }, video) => ({
      stratum: String(fake),
      members: Array.from({ length: 10 }, (_, frame) => video * 10 + frame),
    }));
    const statistic = { auc: weightedAuc(frames) };
    expect(bootstrap(whole, frames.length, statistic)).toEqual(
      bootstrap(single(videos), videos.length, { auc: weightedAuc(videos) }),
    );
    const naive = bootstrap(single(frames), frames.length, statistic).auc;
    const honest = bootstrap(whole, frames.length, statistic).auc;
    expect((naive?.high ?? 0) - (naive?.low ?? 0)).toBeLessThan(
      0.5 * ((honest?.high ?? 0) - (honest?.low ?? 0)),
    );
    expect(auc(frames)).toBeCloseTo(auc(videos) ?? NaN, 12);
  });

  it('says nothing of a class with one unit', () => {
    const given = [{ fake: true, score: 1 }, ...scored(5, 2).filter(({ fake }) => !fake)];
    expect(bootstrap(single(given), given.length, { auc: weightedAuc(given) }).auc).toBeNull();
    expect(bootstrap([], 0, { auc: weightedAuc([]) }).auc).toBeNull();
  });
});

describe('chance', () => {
  it('interpolates quantiles', () => {
    expect(quantile([0, 10], 0.25)).toBe(2.5);
    expect(quantile([1, 2, 3], 0.5)).toBe(2);
    expect(quantile([4], 0.975)).toBe(4);
  });

  it('is even, and repeats itself', () => {
    const random = seeded(42);
    const counts = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 20_000; i++) {
      const bin = Math.floor(random() * 10);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    expect(Math.max(...counts.map((count) => Math.abs(count - 2000)))).toBeLessThan(170);
    expect(shuffled([1, 2, 3, 4, 5], seeded(1))).toEqual(shuffled([1, 2, 3, 4, 5], seeded(1)));
    expect(shuffled([1, 2, 3, 4, 5], seeded(1)).sort()).toEqual([1, 2, 3, 4, 5]);
  });
});
