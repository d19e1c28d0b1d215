import { OURS } from './arms.ts';
import { gainOf, meanGain } from './gains.ts';
import type { Outcome } from './outcome.ts';

/** The last line of `--json`. */
export interface Summary {
  shifts: string[];
  /** How many. */
  seeds: number;
  /** Of the AUC on the target, of what would judge there (the base where the guard refused), over the damages, shares and seeds run. */
  meanGain: number | null;
  /** Its 95 % interval. */
  low: number | null;
  high: number | null;
  /** The lowest gain of any update that the guard passed, on target and source; null if it passed none. */
  worstTarget: number | null;
  worstSource: number | null;
  committed: number;
  refused: number;
}

const JSON_DIGITS = 6;

/** @param outcomes of all runs; only those of ours on an ordinary site count. @param isDamage by a shift's name. */
export function summaryOf(outcomes: readonly Outcome[], isDamage: (shift: string) => boolean): Summary {
  const ours = outcomes.filter(({ run }) => run.arm.name === OURS.name && run.scenario === 'ordinary');
  const gain = meanGain(
    ours.filter(({ run }) => isDamage(run.shift)),
    'target',
    'deployed',
  );
  const committed = ours.filter((outcome) => outcome.committed > 0);
  const worst = (side: 'target' | 'source') => {
    const gains = committed.flatMap((outcome) => gainOf(outcome, side, 'deployed') ?? []);
    return gains.length === 0 ? null : digits(Math.min(...gains));
  };
  return {
    shifts: [...new Set(ours.map(({ run }) => run.shift))],
    seeds: new Set(ours.map(({ run }) => run.seed)).size,
    meanGain: gain && digits(gain.value),
    low: gain && digits(gain.low),
    high: gain && digits(gain.high),
    worstTarget: worst('target'),
    worstSource: worst('source'),
    committed: ours.reduce((sum, outcome) => sum + outcome.committed, 0),
    refused: ours.reduce((sum, outcome) => sum + outcome.refused, 0),
  };
}

function digits(value: number): number {
  return Number(value.toFixed(JSON_DIGITS));
}
