import { ablationArms, BASE, OTHERS, OURS, PLAIN_DANN, type Arm } from './arms.ts';
import type { Scenario } from './draw.ts';
import type { Shift } from './shifts.ts';

/** What is measured: every combination, in the order in which it is. */

export type Mode = 'methods' | 'quick' | 'ablation' | 'poison';

/** One adaptation of every fold of a shift. */
export interface Run {
  shift: string;
  /** Share of manipulated faces on the site; null: as the set has them. */
  rate: number | null;
  seed: number;
  arm: Arm;
  scenario: Scenario;
}

/** Methods other than ours are measured with so many seeds, and but for plain DANN at one share alone. */
const USUAL_RATE = 0.5;
const OTHER_SEEDS = 3;

export interface GridOptions {
  mode: Mode;
  /** `rated`: whether the share of manipulated faces can be chosen. */
  shifts: readonly (Pick<Shift, 'name'> & { rated: boolean })[];
  rates: readonly number[];
  seeds: number;
}

/** The base comes first for each shift: all else is compared with it. */
export function grid({ mode, shifts, rates, seeds }: GridOptions): Run[] {
  return shifts.flatMap(({ name: shift, rated }) => {
    const runs = (arm: Arm, rate: number | null, count: number, scenario: Scenario = 'ordinary'): Run[] =>
      Array.from({ length: count }, (_, i) => ({ shift, rate, seed: i + 1, arm, scenario }));
    const atRates = rated ? rates : [null];
    const usual = rated ? usualOf(rates) : null;
    const base = runs(BASE, null, 1);
    const ours = atRates.flatMap((rate) => runs(OURS, rate, seeds));
    switch (mode) {
      case 'quick':
        return [...base, ...ours];
      case 'methods':
        return [
          ...base,
          ...ours,
          ...atRates.flatMap((rate) => runs(PLAIN_DANN, rate, Math.min(seeds, OTHER_SEEDS))),
          ...OTHERS.flatMap((arm) => runs(arm, usual, Math.min(seeds, OTHER_SEEDS))),
        ];
      case 'ablation':
        return [
          ...base,
          ...ablationArms().flatMap((arm) => atRates.flatMap((rate) => runs(arm, rate, seeds))),
        ];
      case 'poison':
        return [
          ...base,
          ...ours,
          ...(rated ? runs(OURS, 1, seeds) : []),
          ...atRates.flatMap((rate) =>
            (['trustedFakes', 'flood'] as const).flatMap((scenario) => runs(OURS, rate, seeds, scenario)),
          ),
        ];
    }
  });
}

/** The share at which all methods are compared: the usual one if it is measured, else the first. */
export function usualOf(rates: readonly number[]): number {
  return rates.includes(USUAL_RATE) ? USUAL_RATE : (rates[0] ?? USUAL_RATE);
}
