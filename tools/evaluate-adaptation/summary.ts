import { mean } from '../../src/adaptation/measures.ts';
import { grouped } from '../lib/grouped.ts';
import { meanOf } from './gains.ts';
import { VERDICT_MEASURES, type ArmOutcome, type Verdicts } from './verdicts.ts';

/** The last line of `--json`. */
export interface Summary {
  /** Draws of what a site shows. */
  seeds: number;
  /** By site, then by arm: means over shares and seeds. */
  sites: Record<string, Record<string, Verdicts & { auc: number | null }>>;
  /** Share of sites (over folds, shares and seeds) on which something of what ships is active: level or round. */
  activeShare: number;
  /** The largest change of what ships against as installed, over sites, seeds and shares: more false alarms, a lower AUC. */
  worstFalseAlarms: number;
  worstAuc: number;
}

const JSON_DIGITS = 6;

export function summaryOf(outcomes: readonly ArmOutcome[]): Summary {
  const sites = [...grouped(outcomes, ({ shift }) => shift)].map(([shift, own]) => {
    const arms = [...grouped(own, ({ arm }) => arm)].map(([arm, some]) => {
      const auc = meanOf(some.map((outcome) => outcome.auc));
      const measures = VERDICT_MEASURES.map((measure) => [
        measure,
        digits(mean(some.map(({ verdicts }) => verdicts[measure]))),
      ]);
      return [arm, { auc: auc === null ? null : digits(auc), ...Object.fromEntries(measures) }] as const;
    });
    return [shift, Object.fromEntries(arms)] as const;
  });
  const shipped = outcomes.filter(({ arm }) => arm === 'level' || arm === 'levelRound');
  const { falseAlarms, auc } = worstAgainstInstalled(shipped, outcomes);
  const sum = (of: 'active' | 'folds') => shipped.reduce((total, outcome) => total + outcome[of], 0);
  return {
    seeds: new Set(outcomes.map(({ seed }) => seed)).size,
    sites: Object.fromEntries(sites),
    activeShare: digits(sum('active') / Math.max(1, sum('folds'))),
    worstFalseAlarms: digits(falseAlarms),
    worstAuc: digits(auc),
  };
}

/** The most false alarms more, and the lowest change of the AUC, of any of these against as installed on the same draw. */
export function worstAgainstInstalled(
  some: readonly ArmOutcome[],
  all: readonly ArmOutcome[],
): { falseAlarms: number; auc: number } {
  const changes = some.flatMap((outcome) => {
    const base = all.find(
      ({ arm, shift, rate, seed }) =>
        arm === 'asInstalled' && shift === outcome.shift && rate === outcome.rate && seed === outcome.seed,
    );
    if (!base) return [];
    return [
      {
        falseAlarms: outcome.verdicts.falseAlarms - base.verdicts.falseAlarms,
        auc: outcome.auc === null || base.auc === null ? 0 : outcome.auc - base.auc,
      },
    ];
  });
  return {
    falseAlarms: Math.max(...changes.map(({ falseAlarms }) => falseAlarms)),
    auc: Math.min(...changes.map(({ auc }) => auc)),
  };
}

function digits(value: number): number {
  return Number(value.toFixed(JSON_DIGITS));
}
