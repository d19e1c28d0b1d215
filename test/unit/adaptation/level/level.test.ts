import { describe, expect, it } from 'vitest';
import { levelOf, type LevelScore } from '../../../../src/adaptation/level/level.ts';
import { normalShare } from '../../../../src/adaptation/level/statistics.ts';
import { Random } from '../../../../src/adaptation/random.ts';
import { LEVEL } from '../../../../src/adaptation/tunables.ts';

/** Of the shipped calibration, in log-odds. */
const INSTALLED = { manipulated: 2.57, noSign: -0.97 };

/** Mean and standard deviation of scores. */
type Scores = readonly [mean: number, spread: number];

interface Site {
  genuine: Scores;
  manipulated: Scores;
}

/** As sites were found to score. */
const SITES: Record<string, Site> = {
  'like the source': { genuine: [-1.2, 1.38], manipulated: [1.6, 2] },
  'of celebrity videos': { genuine: [0.3, 1], manipulated: [2.2, 1.6] },
  'of live streams': { genuine: [0.5, 1.54], manipulated: [2, 1.7] },
  'of compressed videos': { genuine: [-0.1, 1.7], manipulated: [2.7, 1.8] },
};

function face(random: Random): Uint8Array {
  return Uint8Array.from({ length: 32 }, () => random.int(0, 256));
}

/** Videos of different people. @param share of manipulated ones, 0…1. */
function visit({ genuine, manipulated }: Site, count: number, share: number, seed: number): LevelScore[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, i) => {
    const [mean, spread] = random.chance(share) ? manipulated : genuine;
    return { video: `video ${i}`, takenAt: i, logOdds: mean + random.normal(spread), sketch: face(random) };
  });
}

/** Share of videos at or above a threshold. */
function above([mean, spread]: Scores, threshold: number): number {
  return 1 - normalShare((threshold - mean) / spread);
}

/** What users get with the level instead of as installed, for one draw after another. */
function changes(site: Site, count: number, share: number) {
  return Array.from({ length: 20 }, (_, seed) => {
    const level = levelOf(visit(site, count, share, seed + 1), INSTALLED);
    const manipulated = INSTALLED.manipulated + (level?.manipulated ?? 0);
    const noSign = INSTALLED.noSign + (level?.noSign ?? 0);
    return {
      falseAlarms: above(site.genuine, manipulated) - above(site.genuine, INSTALLED.manipulated),
      wronglyClear: above(site.manipulated, INSTALLED.noSign) - above(site.manipulated, noSign),
    };
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('the level of a site', () => {
  const rows = Object.keys(SITES).flatMap((name) =>
    [12, 60, 300].flatMap((count) => [0, 0.05, 0.2, 0.5].map((share) => [name, count, share] as const)),
  );

  it.each(rows)(
    '%s, of %i videos, %d of them manipulated, accuses and clears no more',
    (name, count, share) => {
      const site = SITES[name];
      if (!site) throw new Error(`There is no site ${name}`);
      for (const { falseAlarms, wronglyClear } of changes(site, count, share)) {
        expect(falseAlarms).toBeLessThan(0.01);
        expect(wronglyClear).toBeLessThanOrEqual(1e-9);
      }
    },
  );

  it('spares genuine videos where they score high', () => {
    const { 'of live streams': streams } = SITES;
    if (!streams) throw new Error('There are no streams');
    const saved = changes(streams, 100, 0.05).map(({ falseAlarms }) => -falseAlarms);
    expect(mean(saved)).toBeGreaterThan(0.02);
  });

  it('is not told from fewer videos or people than are needed', () => {
    const site: Site = { genuine: [2, 1], manipulated: [2, 1] };
    expect(levelOf(visit(site, 11, 0, 1), INSTALLED)).toBeNull();
    const fewPeople = visit(site, 30, 0, 1).map((score, i, all) => ({
      ...score,
      sketch: all[i % 7]?.sketch ?? score.sketch,
    }));
    expect(levelOf(fewPeople, INSTALLED)).toBeNull();
  });

  it('counts a clip that is shown again and again once', () => {
    const usual = visit({ genuine: [0.5, 1], manipulated: [0.5, 1] }, 40, 0, 3);
    const clip = { ...visit({ genuine: [8, 0.1], manipulated: [8, 0.1] }, 1, 0, 4)[0], takenAt: 0 };
    const flood = Array.from({ length: 200 }, (_, i): LevelScore => {
      const sketch = clip.sketch?.slice() ?? new Uint8Array(32);
      // Coded anew it differs in a few bits.
      sketch[i % 32] = (sketch[i % 32] ?? 0) ^ 0b1001;
      return { video: `again ${i}`, takenAt: i, logOdds: 8, sketch };
    });
    const once = levelOf([...usual, ...flood.slice(0, 1)], INSTALLED);
    expect(levelOf([...usual, ...flood], INSTALLED)).toEqual(once);
  });

  it('never moves a threshold further than its bound, whatever floods it', () => {
    const random = new Random(9);
    for (const logOdds of [-30, 30]) {
      const flood = Array.from({ length: 250 }, (_, i) => ({
        video: `v${i}`,
        takenAt: i,
        logOdds,
        sketch: face(random),
      }));
      const level = levelOf(flood, INSTALLED);
      expect(level?.manipulated).toBeGreaterThanOrEqual(-LEVEL.bound.down);
      expect(level?.manipulated).toBeLessThanOrEqual(LEVEL.bound.up);
      expect(level?.noSign).toBeGreaterThanOrEqual(-LEVEL.bound.down);
      expect(level?.noSign).toBeLessThanOrEqual(0);
    }
  });

  it('does not raise the limit where so many are called manipulated that they are hardly genuine', () => {
    const fakes = { genuine: [2.2, 1.6], manipulated: [2.2, 1.6] } satisfies Site;
    for (let seed = 1; seed <= 20; seed++) {
      expect(levelOf(visit(fakes, 60, 1, seed), INSTALLED)?.manipulated).toBeLessThanOrEqual(0);
    }
  });

  it('is not used while it drifts', () => {
    const early = visit({ genuine: [-1, 1], manipulated: [0, 1] }, 40, 0, 5);
    const late = visit({ genuine: [2.2, 1], manipulated: [0, 1] }, 40, 0, 6);
    const moved = late.map((score) => ({
      ...score,
      video: `late ${score.video}`,
      takenAt: score.takenAt + 100,
    }));
    expect(levelOf(early, INSTALLED)).not.toBeNull();
    expect(levelOf([...early, ...moved], INSTALLED)).toBeNull();
  });

  describe('with marks', () => {
    const { 'like the source': site } = SITES;
    if (!site) throw new Error('There is no such site');
    const people = visit(site, 60, 0, 11);
    const fakes = visit({ genuine: site.manipulated, manipulated: site.manipulated }, 15, 0, 12).map(
      (score, i): LevelScore => ({ ...score, video: `fake ${i}`, takenAt: 100 + i }),
    );
    const marked = (scores: readonly LevelScore[], mark: 'trusted' | 'fake') =>
      scores.map((score) => ({ ...score, mark }));
    const thresholds = (scores: readonly LevelScore[]) => {
      const level = levelOf(scores, INSTALLED);
      if (!level) throw new Error('There is no level');
      return level;
    };

    it('leaves out what is called fake', () => {
      const without = thresholds(people);
      expect(thresholds([...people, ...marked(fakes, 'fake')]).location).toBeCloseTo(without.location, 5);
      expect(thresholds([...people, ...fakes]).location).not.toBeCloseTo(without.location, 5);
    });

    it('clears less where several videos that are called fake would be cleared, and never more', () => {
      const cleared = marked(
        fakes.slice(0, 5).map((score, i) => ({ ...score, logOdds: -1.2 - i / 10 })),
        'fake',
      );
      const { noSign } = thresholds([...people, ...cleared]);
      expect(noSign).toBeCloseTo(-1.5 - INSTALLED.noSign, 5);
      expect(thresholds([...people, ...cleared.slice(0, 2)]).noSign).toBe(0);
      expect(thresholds([...people, ...marked(fakes, 'fake')]).noSign).toBe(0);
    });

    it('hardly moves for fakes that are marked as trusted, however many', () => {
      const before = thresholds([...people, ...fakes]);
      const after = thresholds([...people, ...marked(fakes, 'trusted')]);
      expect(after.location - before.location).toBeLessThan(0.3);
      expect(after.manipulated - before.manipulated).toBeLessThan(0.5);
      expect(after.noSign).toBeLessThanOrEqual(0);
    });

    it('leaves out no more than a share of what is called fake, so that genuine videos cannot be called away', () => {
      const high = people.toSorted((a, b) => b.logOdds - a.logOdds);
      const away = thresholds([...marked(high.slice(0, 40), 'fake'), ...high.slice(40)]);
      expect(thresholds(people).location - away.location).toBeLessThan(0.5);
      expect(away.manipulated).toBeGreaterThanOrEqual(-LEVEL.bound.down);
    });

    it('counts a marked clip that is shown again and again once', () => {
      const [clip] = marked(fakes, 'trusted');
      if (!clip) throw new Error('There is no clip');
      const again = Array.from({ length: 100 }, (_, i) => ({ ...clip, video: `again ${i}` }));
      expect(thresholds([...people, ...again])).toEqual(thresholds([...people, clip]));
    });
  });
});
