import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/adaptation/random.ts';
import { proxyADistance } from '../../../src/adaptation/guard/distance.ts';
import { auc, balancedAccuracy, shareAbove } from '../../../src/adaptation/measures.ts';
import { plane } from '../../../src/adaptation/guard/feature-plane.ts';

const ready = () => Promise.resolve();

function cloud(count: number, middle: number, seed: number): Float32Array[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () =>
    Float32Array.from({ length: 6 }, (_, i) => (i === 0 ? middle : 0) + random.normal(1)),
  );
}

describe('the area under the curve', () => {
  it('equals counting pairs, ties half', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(scores, scores, (genuine, manipulated) => {
        const wins = genuine.flatMap((g) => manipulated.map((m) => (m > g ? 1 : m === g ? 0.5 : 0)));
        const counted = wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
        expect(auc(genuine, manipulated)).toBeCloseTo(counted, 12);
      }),
    );
  });

  it('is no number where a score is none, or a class is missing', () => {
    expect(auc([0, Number.NaN], [1])).toBeNaN();
    expect(auc([], [1])).toBeNaN();
  });

  it('goes with shares at a threshold', () => {
    expect(shareAbove([1, 2, 3, 4], 2)).toBe(0.5);
    expect(balancedAccuracy([0, 0, 1, 5], [2, 3], 1)).toBe(0.875);
  });
});

describe('the proxy A-distance', () => {
  const groups = (count: number) => Array.from({ length: count }, (_, i) => `video ${i % 10}`);

  it('is small for alike domains and near 2 for separate ones', async () => {
    const near = await proxyADistance(cloud(200, 0, 1), cloud(200, 0, 2), groups(200), ready);
    const far = await proxyADistance(cloud(200, 0, 1), cloud(200, 8, 2), groups(200), ready);
    expect(near).toBeLessThan(0.4);
    expect(far).toBeGreaterThan(1.9);
  });

  it('is not told by what only one video shows', async () => {
    // Each video is a place of its own: a probe that may see it on both sides would call the domains separate.
    const site = Array.from({ length: 60 }, (_, i) => {
      const features = new Float32Array(40);
      features[(i % 10) * 4] = 5;
      return features;
    });
    const source = Array.from({ length: 60 }, () => new Float32Array(40));
    const split = await proxyADistance(source, site, groups(60), ready);
    const leaking = await proxyADistance(
      source,
      site,
      site.map((_, i) => `face ${i}`),
      ready,
    );
    expect(split ?? 2).toBeLessThan(leaking ?? 0);
  });

  it('is not told of too little', async () => {
    expect(
      await proxyADistance(cloud(10, 0, 1), cloud(10, 0, 2), new Array<string>(10).fill('one'), ready),
    ).toBeNull();
    expect(await proxyADistance(cloud(1, 0, 1), cloud(10, 0, 2), groups(10), ready)).toBeNull();
  });

  it('is not told of features that are no numbers', async () => {
    const broken = cloud(40, 0, 2).map((feature) => feature.fill(NaN));
    expect(await proxyADistance(cloud(40, 0, 1), broken, groups(40), ready)).toBeNull();
  });
});

describe('the plane', () => {
  it('shows the direction of the largest spread first, within -1…1, the same every time', async () => {
    const random = new Random(6);
    const features = Array.from({ length: 100 }, () =>
      Float32Array.from([random.normal(1), random.normal(9), random.normal(3), 0]),
    );
    const points = await plane(features, ready);
    const spread = (axis: 0 | 1) => points.reduce((sum, point) => sum + point[axis] ** 2, 0);
    expect(spread(0)).toBeGreaterThan(4 * spread(1));
    expect(Math.max(...points.flat().map(Math.abs))).toBe(1);
    expect(await plane(features, ready)).toEqual(points);
    const along = points.map(([x]) => x);
    const second = features.map((feature) => feature[1] ?? 0);
    const sign = Math.sign((along[0] ?? 0) * (second[0] ?? 0));
    expect(
      along.every((x, i) => Math.abs(second[i] ?? 0) < 4 || Math.sign(x * (second[i] ?? 0)) === sign),
    ).toBe(true);
  });

  it('gives way again and again while it is at work', async () => {
    let given = 0;
    await plane(cloud(100, 0, 1), () => {
      given++;
      return Promise.resolve();
    });
    expect(given).toBeGreaterThan(8);
  });

  it('needs three faces', async () => {
    expect(await plane(cloud(2, 0, 1), ready)).toEqual([]);
  });
});
