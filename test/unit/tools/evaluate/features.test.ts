import { describe, expect, it } from 'vitest';
import { principalPlane, project } from '../../../../tools/evaluate/report/features/pca.ts';
import { fitProbe } from '../../../../tools/evaluate/report/features/probe.ts';
import {
  proxyDistance,
  type FeaturePoint,
} from '../../../../tools/evaluate/report/features/proxy-distance.ts';
import { seeded } from '../../../../tools/lib/report/metrics/random.ts';

/** Uniform noise of ±1 in each of `units`, moved by `shift` along the first. */
function cloud(count: number, units: number, shift: number, seed: number): number[][] {
  const random = seeded(seed);
  return Array.from({ length: count }, () =>
    Array.from({ length: units }, (_, unit) => 2 * random() - 1 + (unit === 0 ? shift : 0)),
  );
}

function points(domain: 'source' | 'target', rows: readonly number[][], perUnit = 1): FeaturePoint[] {
  return rows.map((feature, at) => ({
    domain,
    fake: false,
    unit: `${domain}-${Math.floor(at / perUnit)}`,
    feature,
  }));
}

describe('the principal plane', () => {
  it('finds the axes along which the points were spread', () => {
    const random = seeded(3);
    // Along (3, 4, 0)/5 widely, along (0, 0, 1) less, along (4, −3, 0)/5 hardly.
    const rows = Array.from({ length: 500 }, () => {
      const [a, b, c] = [10 * (random() - 0.5), 4 * (random() - 0.5), 0.1 * (random() - 0.5)];
      return [7 + 0.6 * a + 0.8 * c, 0.8 * a - 0.6 * c, b];
    });
    const { axes, explained } = principalPlane(rows);
    expect(axes[0][0]).toBeCloseTo(0.6, 1);
    expect(axes[0][1]).toBeCloseTo(0.8, 1);
    expect(Math.abs(axes[1][2] ?? 0)).toBeCloseTo(1, 1);
    expect(explained[0]).toBeGreaterThan(explained[1]);
    expect(explained[0] + explained[1]).toBeGreaterThan(0.99);
  });

  it('keeps distances of points that lie on a plane', () => {
    const rows = cloud(40, 2, 0, 5).map(([x = 0, y = 0]) => [x, y, x + y, x - y]);
    const plane = principalPlane(rows);
    const apart = (a: readonly number[], b: readonly number[]): number =>
      Math.hypot(...a.map((value, i) => value - (b[i] ?? 0)));
    const [a, b] = [rows[3] ?? [], rows[17] ?? []];
    expect(apart(project(plane, a), project(plane, b))).toBeCloseTo(apart(a, b), 6);
  });

  it('does not break where all points are equal', () => {
    const { explained, axes } = principalPlane([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(explained).toEqual([0, 0]);
    expect(axes[0].every(Number.isFinite)).toBe(true);
  });
});

describe('the linear probe', () => {
  it('finds the boundary between two classes of unequal number', () => {
    const near = cloud(300, 3, 0, 1);
    const far = cloud(30, 3, 3, 2);
    const probe = fitProbe([...near, ...far], [...near.map(() => false), ...far.map(() => true)]);
    expect(near.filter((row) => probe(row) > 0)).toHaveLength(0);
    expect(far.filter((row) => probe(row) <= 0)).toHaveLength(0);
  });

  it('agrees with the closed form for one unit of two values', () => {
    // With only two values the best log-odds are those counted: ln(3) at −1 of the first class, at +1 of the second.
    const rows = [-1, -1, -1, 1, 1, 1, 1, -1].map((value) => [value]);
    const probe = fitProbe(rows, [false, false, false, false, true, true, true, true]);
    expect(probe([1])).toBeCloseTo(Math.log(3), 1);
    expect(probe([-1])).toBeCloseTo(-Math.log(3), 1);
  });
});

describe('the proxy A-distance', () => {
  it('is 2 for domains that never mix and near 0 for those that are one', () => {
    expect(
      proxyDistance([...points('source', cloud(60, 8, 0, 1)), ...points('target', cloud(60, 8, 5, 2))]),
    ).toBe(2);
    expect(
      proxyDistance([...points('source', cloud(400, 4, 0, 3)), ...points('target', cloud(400, 4, 0, 4))]),
    ).toBeLessThan(0.3);
  });

  it('is 1 where the best boundary is wrong one time in four', () => {
    // Uniform on −1…1 and on 0…2: half of each is alone, the other half shared.
    const distance = proxyDistance([
      ...points('source', cloud(2000, 1, 0, 5)),
      ...points('target', cloud(2000, 1, 1, 6)),
    ]);
    expect(distance).toBeGreaterThan(0.9);
    expect(distance).toBeLessThan(1.1);
  });

  it('learns nothing from frames of one video by heart', () => {
    // Each video has a feature of its own, repeated ten times, with no difference between the domains: 40 units in 60 dimensions
    // can be told apart perfectly if a video lies on both sides of a split.
    const videos = (seed: number): number[][] =>
      cloud(20, 60, 0, seed).flatMap((row) => Array.from({ length: 10 }, () => row));
    const given = [...points('source', videos(7), 10), ...points('target', videos(8), 10)];
    const byFrame = given.map((point, at) => ({ ...point, unit: String(at) }));
    expect(proxyDistance(byFrame)).toBe(2);
    expect(proxyDistance(given)).toBeLessThan(1);
  });

  it('is not told of too few videos', () => {
    expect(
      proxyDistance([...points('source', cloud(4, 2, 0, 1)), ...points('target', cloud(50, 2, 0, 2))]),
    ).toBeNull();
  });
});
