import { describe, expect, it } from 'vitest';
import { askedOrigin } from '../../../../src/pages/learned/asked-origin.ts';
import {
  distanceLine,
  resemblanceLine,
  gatheredLine,
  panelWords,
  storedLine,
  usageLine,
} from '../../../../src/pages/learned/learned-words.ts';
import { MARK, PANEL, cloud, mark } from '../../../../src/pages/learned/marks.ts';
import { size } from '../../../../src/pages/shared/format.ts';

describe('the figure', () => {
  const starts = (path: string) =>
    [...path.matchAll(/M(-?[\d.]+) (-?[\d.]+)/g)].map((found) => [Number(found[1]), Number(found[2])]);

  it('draws one mark a face, y upwards, none outside of the panel', () => {
    const path = cloud('site', [
      [-1, -1],
      [0, 0],
      [5, 5],
    ]);
    const points = starts(path);
    expect(points).toHaveLength(3);
    expect(points[1]?.[0]).toBe(PANEL / 2);
    expect(points[0]?.[1]).toBeGreaterThan(points[1]?.[1] ?? 0);
    for (const [x = NaN, y = NaN] of points) {
      expect(x).toBeGreaterThanOrEqual(MARK);
      expect(x).toBeLessThanOrEqual(PANEL - MARK);
      expect(y).toBeGreaterThanOrEqual(MARK);
      expect(y).toBeLessThanOrEqual(PANEL - MARK);
    }
  });

  it('gives the site a shape of its own, so that no cloud is told by colour alone', () => {
    expect(mark('site', 0, 0)).not.toContain('a');
    expect(mark('sourceGenuine', 0, 0)).toContain('a');
  });

  it('is told in words', () => {
    const words = panelWords({ sourceGenuine: [1, 2], sourceManipulated: [1], site: [1] });
    expect(words).toContain('2 genuine and 1 manipulated');
    expect(words).toContain('1 face of this site');
  });
});

it('is opened for a web origin, and for all sites with anything else', () => {
  expect(askedOrigin('?origin=https%3A%2F%2Fa.example%3A8443')).toBe('https://a.example:8443');
  expect(askedOrigin('?origin=https://a.example/path')).toBe('https://a.example');
  expect(askedOrigin('?origin=javascript:alert(1)')).toBeNull();
  expect(askedOrigin('')).toBeNull();
});

it('says which way the distance went, and what that means', () => {
  expect(distanceLine({ before: 1.62, after: 0.91 })).toMatch(
    /went down from 1\.62 to 0\.91\..*does not tell whether it judges better/,
  );
  expect(distanceLine({ before: 0.9, after: 1 })).toContain('went up');
  expect(distanceLine({ before: 0.901, after: 0.899 })).toContain('stayed at 0.90');
});

it('says whether the site looks like what the network was trained on, and what follows', () => {
  expect(resemblanceLine({ distance: 1.44, alike: true, fakeRate: 0.1 })).toMatch(
    /1\.2 times as much .*count as alike: what tells known/,
  );
  expect(resemblanceLine({ distance: 25, alike: false, fakeRate: 0 })).toMatch(
    /5\.0 times as much .*too much to count as alike: .* nothing is learned here/,
  );
});

it('counts in singular and plural', () => {
  const site = { origin: 'https://a.example', faces: 1, bytes: 820, active: 0, on: true };
  expect(usageLine(site)).toBe('1 face gathered, 820 byte on disk; judged by the original');
  expect(usageLine({ ...site, active: 3 })).toContain('judged by version 3');
  expect(usageLine({ ...site, active: 3, on: false })).toContain('judged by the original, since');
  expect(gatheredLine({ faces: 24, videos: 1, days: 1, trusted: 1, bytes: 3_400_000 })).toBe(
    'Now: 24 faces, 1 video, of which you trust 1; 3.4 MB on disk with what was learned.',
  );
  expect(storedLine(1)).toContain('deleted 1 day after');
  expect(storedLine(30)).toContain('deleted 30 days after');
  expect([999, 12_400, 1_000_000].map(size)).toEqual(['999 byte', '12 kB', '1.0 MB']);
});
