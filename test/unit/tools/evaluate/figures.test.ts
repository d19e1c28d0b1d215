import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../../../tools/evaluate/report/figures.ts';
import { summarise } from '../../../../tools/evaluate/report/index.ts';
import { seeded } from '../../../../tools/lib/report/metrics/random.ts';
import { domainGap, featureFigure } from '../../../../tools/evaluate/report/plots/feature-plot.ts';
import type { FeaturePoint } from '../../../../tools/evaluate/report/features/proxy-distance.ts';
import type { ScoredItem } from '../../../../tools/evaluate/scores.ts';
import { everyKind, frame, picture } from './items.ts';

const THRESHOLDS = { manipulated: 0.9, noSign: 0.3 };
const SETTINGS = { thresholds: THRESHOLDS, source: 'dfdc-faces' };
const LARGEST = 60_000;
const TEXT = /<text x="([\d.-]+)" y="([\d.-]+)" class="[\w ]+"(?: text-anchor="(\w+)")?>([^<]+)</g;

function figuresFor(items: readonly ScoredItem[]) {
  return figuresOf(summarise(items, { thresholds: THRESHOLDS, draws: 50 }), items, SETTINGS);
}

/** @throws Error naming the first tag that does not close what was opened. */
function expectWellFormed(svg: string): void {
  const open: string[] = [];
  for (const [tag, closing, name, , empty] of svg.matchAll(
    /<(\/?)(\w+)((?:\s[\w:-]+="[^"<]*")*)\s*(\/?)>/g,
  )) {
    if (name === undefined || empty === '/') continue;
    if (closing === '') open.push(name);
    else if (open.pop() !== name) throw new Error(`${tag} closes nothing`);
  }
  expect(open).toEqual([]);
  // No sign is left over that would have begun a tag.
  expect(svg.replaceAll(/<[^<>]*>/g, '')).not.toMatch(/[<>]/);
}

describe('pictures of the results', () => {
  const items = everyKind();
  const figures = figuresFor(items);

  it('are drawn for what there is', () => {
    expect(figures.map(({ name }) => name).sort()).toEqual([
      'features-videos',
      'reliability-dfdc-faces',
      'reliability-videos',
      'risk-dfdc-faces',
      'risk-videos',
      'robustness-videos',
      'roc-dfdc-faces',
      'roc-videos',
      'scores-dfdc-faces',
      'scores-only-genuine',
      'scores-videos',
    ]);
  });

  it.each(figures.map((figure) => [figure.name, figure] as const))(
    '%s can be read',
    (_name, { svg, alt }) => {
      expectWellFormed(svg);
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
      expect(svg).toMatch(/<title id="title">[^<]+<\/title>\n<desc id="description">[^<]+<\/desc>/);
      expect(svg).toContain('prefers-color-scheme:dark');
      expect(alt).not.toBe('');
    },
  );

  it('keep all text and marks within their edges', () => {
    for (const { svg } of figures) {
      const [, width = 0, height = 0] = (/viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? []).map(Number);
      const groups = svg.split('<g transform="translate(').slice(1);
      expect(groups.length).toBeGreaterThan(0);
      for (const group of groups) {
        const [left = 0, top = 0] = (/^([\d.]+) ([\d.]+)/.exec(group) ?? []).slice(1).map(Number);
        const body = group.slice(0, group.indexOf('</g>'));
        for (const [, x, y, anchor, words = ''] of body.matchAll(TEXT)) {
          // On the narrow side, since fonts differ.
          const long = words.length * 5.4 * (anchor === 'end' ? 0 : anchor === 'middle' ? 0.5 : 1);
          expect(left + Number(x)).toBeGreaterThanOrEqual(0);
          expect(left + Number(x) + long).toBeLessThanOrEqual(width);
          expect(top + Number(y)).toBeLessThanOrEqual(height);
        }
      }
    }
  });

  it('are the same each time, in any order of the items', () => {
    expect(figuresFor([...items].reverse())).toEqual(figures);
  });

  it('stay small for thousands of faces', () => {
    const random = seeded(8);
    const many = Array.from({ length: 6000 }, (_, at) => {
      const label = at % 2 === 0 ? 'real' : 'fake';
      const probability = 0.01 + 0.97 * random();
      const dataset = at < 3000 ? 'dfdc-faces' : 'other';
      const feature = Array.from({ length: 4 }, () => random());
      return picture(label, probability, {
        path: String(at),
        dataset,
        group: String(at),
        frames: [frame(probability, { feature })],
      });
    });
    const sizes = figuresFor(many).map(({ name, svg }) => [name, svg.length <= LARGEST]);
    expect(sizes).toHaveLength(9);
    expect(sizes.filter(([, fits]) => !fits)).toEqual([]);
  });
});

describe('the picture of features', () => {
  function cloud(shift: number, seed: number): FeaturePoint[] {
    const random = seeded(seed);
    return (['source', 'target'] as const).flatMap((domain) =>
      Array.from({ length: 40 }, (_, at) => ({
        domain,
        fake: at % 2 === 1,
        unit: `${domain} ${at}`,
        feature: [random() + (domain === 'target' ? shift : 0), random(), random()],
      })),
    );
  }

  it('shows before and after side by side on one basis, with the distance of the domains', () => {
    const before = { heading: 'Before', points: cloud(2, 1) };
    const after = { heading: 'After', points: cloud(0, 2) };
    const svg = featureFigure('Adaptation', [before, after]);
    expectWellFormed(svg);
    expect(domainGap(before)).toEqual({ heading: 'Before', real: 2, fake: 2 });
    expect(domainGap(after).real).toBeLessThan(1.2);
    expect(svg).toContain('proxy A-distance: genuine 2.00, manipulated 2.00');
    expect(svg.indexOf('>Before<')).toBeLessThan(svg.indexOf('>After<'));
    expect(new Set(svg.match(/component 1 \(\d+% of the variance\)/g)).size).toBe(1);
  });

  it('says so where there are too few videos for a distance', () => {
    const few = cloud(1, 3).filter((_, at) => at % 10 === 0);
    expect(featureFigure('Few', [{ heading: 'Few', points: few }])).toContain('genuine –, manipulated –');
  });
});
