import type { Level } from '../../src/contracts/level.ts';
import { levelOf, type LevelScore } from '../../src/adaptation/level/level.ts';
import { mean } from '../../src/adaptation/measures.ts';
import { Random } from '../../src/adaptation/random.ts';
import { limitsOf, logOdds, type Calibration } from '../../src/detector/calibration.ts';
import { logit, type Thresholds } from '../../src/verdict/aggregation/aggregation.ts';
import { grouped } from '../lib/grouped.ts';
import type { SiteFace } from '../page/adaptation/requests.ts';
import { BASE, ORACLE, OURS, PLAIN_DANN } from './arms.ts';
import type { Stage } from './accuracy.ts';
import { drawSite } from './draw.ts';
import { aucOf } from './gains.ts';
import type { Run } from './grid.ts';
import { estimateOf, outcomesOf, type Compared } from './outcome.ts';
import type { FoldResult } from './runner.ts';
import type { Site } from './sites.ts';

/** What users of a site are told, for each way of adapting: verdicts on videos of other groups than it adapted to, at the thresholds that ship. */

/** Shares, 0…1. */
export interface Verdicts {
  /** Of genuine videos, told *Likely manipulated*. */
  falseAlarms: number;
  /** Of manipulated videos, told the same. */
  caught: number;
  /** Of all videos, told that or *No sign*. */
  clear: number;
  /** Of these, told the wrong one. */
  wrong: number;
}
export const VERDICT_MEASURES = [
  'falseAlarms',
  'caught',
  'clear',
  'wrong',
] as const satisfies (keyof Verdicts)[];

/** In the order of tables. The first four need no training. */
export const VERDICT_ARMS = {
  asInstalled: 'as installed',
  prior: 'threshold for the estimated share',
  level: 'level',
  levelRound: 'level and round',
  dann: 'DANN',
  oracle: ORACLE.words,
} as const;
type VerdictArm = keyof typeof VERDICT_ARMS;

export interface ArmOutcome {
  shift: string;
  arm: VerdictArm;
  rate: number;
  seed: number;
  /** Folds in which a threshold was moved or a trained version judges, and all. */
  active: number;
  folds: number;
  auc: number | null;
  verdicts: Verdicts;
}

export interface VerdictOptions {
  rates: readonly number[];
  seeds: number;
  /** Faces that a site shows, at most. */
  count: number;
}

/** Thresholds for videos, in log-odds. */
export interface VideoThresholds {
  manipulated: number;
  noSign: number;
}

export function videoThresholds(calibration: Calibration): VideoThresholds {
  const limits: Thresholds = limitsOf(calibration);
  const { manipulated, noSign } = limits.video ?? limits;
  return { manipulated: logit(manipulated), noSign: logit(noSign) };
}

/** One for each site, arm, share and seed that was measured. */
export function armOutcomes(
  results: ReadonlyMap<Run, FoldResult[]>,
  sites: readonly Site[],
  { rates, seeds, count }: VerdictOptions,
  calibration: Calibration,
): ArmOutcome[] {
  const installed = videoThresholds(calibration);
  const outcomes = outcomesOf(results, sites).filter(({ run }) => run.scenario === 'ordinary');
  return [...results].flatMap(([base, baseFolds]) => {
    const shown = outcomes.find(({ run }) => run === base);
    if (base.arm.name !== BASE.name || !shown) return [];
    return rates.flatMap((rate) =>
      Array.from({ length: seeds }, (_, i) => i + 1).flatMap((seed) => {
        const draws = baseFolds.map(({ samples }) => drawSite(samples, { count, rate, seed }));
        const levels = baseFolds.map((fold, i) =>
          levelOf(levelScores(draws[i] ?? [], fold, calibration, seed), installed),
        );
        const run = (name: string) =>
          outcomes.find(
            ({ run }) =>
              run.shift === base.shift && run.arm.name === name && run.rate === rate && run.seed === seed,
          );
        const outcome = (
          arm: VerdictArm,
          videos: readonly Compared[],
          which: Stage,
          shifts: readonly (VideoThresholds | null)[],
          trained: readonly boolean[] = [],
        ): ArmOutcome => ({
          shift: base.shift,
          arm,
          rate,
          seed,
          active: baseFolds.filter((_, fold) => isMoved(shifts[fold]) || trained[fold]).length,
          folds: baseFolds.length,
          auc: aucOf(videos, which),
          verdicts: verdictsOf(videos, which, calibration, (fold) => at(installed, shifts[fold])),
        });
        const priors = baseFolds.map((fold, i) => {
          const share = estimateOf(draws[i] ?? [], fold);
          const shift = Math.log((1 - share) / share);
          return { manipulated: shift, noSign: shift };
        });
        const found = [
          outcome('asInstalled', shown.target, 'before', []),
          outcome('prior', shown.target, 'before', priors),
          outcome('level', shown.target, 'before', levels),
        ];
        const round = run(OURS.name);
        if (round) {
          const folds = results.get(round.run) ?? [];
          const live = folds.map(({ answer }) => answer.round?.committed === true);
          const after = folds.map((fold, i) =>
            live[i] ? levelOf(levelScores(fold.samples, fold, calibration, seed), installed) : levels[i],
          );
          found.push(outcome('levelRound', round.target, 'deployed', after.map(orNull), live));
        }
        for (const [arm, name] of [
          ['dann', PLAIN_DANN.name],
          ['oracle', ORACLE.name],
        ] as const) {
          const trained = run(name);
          if (trained)
            found.push(
              outcome(
                arm,
                trained.target,
                'trained',
                [],
                baseFolds.map(() => true),
              ),
            );
        }
        return found;
      }),
    );
  });
}

function orNull(level: Level | null | undefined): Level | null {
  return level ?? null;
}

function isMoved(shift: VideoThresholds | null | undefined): boolean {
  return !!shift && (shift.manipulated !== 0 || shift.noSign !== 0);
}

function at(installed: VideoThresholds, shift: VideoThresholds | null | undefined): VideoThresholds {
  return {
    manipulated: installed.manipulated + (shift?.manipulated ?? 0),
    noSign: installed.noSign + (shift?.noSign ?? 0),
  };
}

/** Scores of the videos that a site shows, each taken for another person, as the network of that result says them. */
export function levelScores(
  shown: readonly SiteFace[],
  { samples, answer }: Pick<FoldResult, 'samples' | 'answer'>,
  calibration: Calibration,
  seed: number,
): LevelScore[] {
  const logits = new Map(samples.map(({ face }, i) => [face, answer.called?.site[i] ?? Number.NaN]));
  const random = new Random(seed);
  return [...grouped(shown, ({ video }) => video)].map(([video, faces], i) => ({
    video,
    takenAt: i,
    logOdds: logOdds(calibration, mean(faces.map(({ face }) => logits.get(face) ?? Number.NaN))),
    sketch: Uint8Array.from({ length: 32 }, () => random.int(0, 256)),
  }));
}

/** Verdicts on all videos, each at the thresholds of its fold. */
export function verdictsOf(
  videos: readonly Compared[],
  which: Stage,
  calibration: Calibration,
  thresholds: (fold: number) => VideoThresholds,
): Verdicts {
  const told = videos.map((video) => {
    const { manipulated, noSign } = thresholds(video.fold);
    const score = logOdds(calibration, video[which]);
    return { fake: video.fake, accused: score >= manipulated, cleared: score <= noSign };
  });
  const share = (of: typeof told, holds: (one: (typeof told)[number]) => boolean) =>
    of.length === 0 ? 0 : of.filter(holds).length / of.length;
  const clear = told.filter(({ accused, cleared }) => accused || cleared);
  return {
    falseAlarms: share(
      told.filter(({ fake }) => !fake),
      ({ accused }) => accused,
    ),
    caught: share(
      told.filter(({ fake }) => fake),
      ({ accused }) => accused,
    ),
    clear: clear.length / Math.max(1, told.length),
    wrong: share(clear, ({ fake, accused }) => accused !== fake),
  };
}
