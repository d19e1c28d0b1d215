import { levelOf, type LevelScore } from '../../src/adaptation/level/level.ts';
import { mean } from '../../src/adaptation/measures.ts';
import { LEVEL } from '../../src/adaptation/tunables.ts';
import type { Calibration } from '../../src/detector/calibration.ts';
import { decimals, percent } from '../lib/report/numbers.ts';
import type { Table } from '../lib/report/table.ts';
import { BASE } from './arms.ts';
import { drawSite } from './draw.ts';
import type { Run } from './grid.ts';
import { outcomesOf } from './outcome.ts';
import type { FoldResult } from './runner.ts';
import type { Site } from './sites.ts';
import { levelScores, verdictsOf, videoThresholds, type VerdictOptions } from './verdicts.ts';

/** How far the level of a site can be moved by who uploads to it, or by wrong marks, before it is stopped. */

/** A site's videos, with the truth that only the attack knows. */
type Shown = LevelScore & { fake: boolean };

/** Share of manipulated videos where the attack needs some. */
const USUAL = 0.2;
/** How often one clip is shown. */
const TIMES = 200;

const ATTACKS: Record<string, { words: string; rate: number; change: (shown: readonly Shown[]) => Shown[] }> =
  {
    nothing: { words: 'nothing', rate: USUAL, change: (shown) => [...shown] },
    flood: { words: 'nothing but manipulated videos', rate: 1, change: (shown) => [...shown] },
    repeated: {
      words: 'one manipulated clip many times',
      rate: USUAL,
      change: (shown) => {
        const clip = shown.find(({ fake }) => fake);
        if (!clip) return [...shown];
        const again = Array.from({ length: TIMES }, (_, i) => ({ ...clip, video: `${clip.video} ${i}` }));
        return [...shown, ...again];
      },
    },
    drift: {
      words: 'first low scores, then higher ones',
      rate: USUAL,
      change: (shown) =>
        shown.toSorted((a, b) => a.logOdds - b.logOdds).map((score, takenAt) => ({ ...score, takenAt })),
    },
    trusted: {
      words: 'all manipulated videos trusted',
      rate: USUAL,
      change: (shown) => shown.map((score) => ({ ...score, mark: score.fake ? 'trusted' : null })),
    },
    calledFake: {
      words: 'all genuine videos called fake',
      rate: USUAL,
      change: (shown) => shown.map((score) => ({ ...score, mark: score.fake ? null : 'fake' })),
    },
  };

/** A row for each site and attack: over folds and seeds. */
export function levelAttackTable(
  results: ReadonlyMap<Run, FoldResult[]>,
  sites: readonly Site[],
  { seeds, count }: VerdictOptions,
  calibration: Calibration,
): Table {
  const installed = videoThresholds(calibration);
  const rows = [...results].flatMap(([base, folds]) => {
    const outcome = outcomesOf(results, sites).find(({ run }) => run === base);
    if (base.arm.name !== BASE.name || !outcome) return [];
    return Object.values(ATTACKS).map(({ words, rate, change }) => {
      const trials = folds.flatMap((fold, at) =>
        Array.from({ length: seeds }, (_, i) => {
          const drawn = drawSite(fold.samples, { count, rate, seed: i + 1 });
          const fakes = new Set(drawn.filter(({ manipulated }) => manipulated).map(({ video }) => video));
          const shown = levelScores(drawn, fold, calibration, i + 1).map((score) => ({
            ...score,
            fake: fakes.has(score.video),
          }));
          const level = levelOf(change(shown), installed);
          const told = verdictsOf(
            outcome.target.filter((video) => video.fold === at),
            'before',
            calibration,
            () => ({
              manipulated: installed.manipulated + (level?.manipulated ?? 0),
              noSign: installed.noSign + (level?.noSign ?? 0),
            }),
          );
          return { level, told };
        }),
      );
      const shift = (of: 'manipulated' | 'noSign') => trials.map(({ level }) => level?.[of] ?? 0);
      const share = (of: 'falseAlarms' | 'caught') => percent(mean(trials.map(({ told }) => told[of])));
      const range = (values: readonly number[]) =>
        `${decimals(mean(values), 2)} (${decimals(Math.min(...values), 2)} to ${decimals(Math.max(...values), 2)})`;
      return [
        base.shift,
        words,
        range(shift('manipulated')),
        range(shift('noSign')),
        `${trials.filter(({ level }) => level === null).length} of ${trials.length}`,
        share('falseAlarms'),
        share('caught'),
      ];
    });
  });
  return {
    title: `Attacks on the level, which may move limits by −${LEVEL.bound.down} to +${LEVEL.bound.up} in log-odds`,
    head: [
      'site',
      'what is wrong',
      '_Likely manipulated_ moved',
      '_No sign_ moved',
      'not used',
      'false alarms',
      'caught',
    ],
    rows,
  };
}
