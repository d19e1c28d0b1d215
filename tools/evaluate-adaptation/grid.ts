import { ablationArms, BASE, ORACLE, OTHERS, OURS, PLAIN_DANN, type Arm } from './arms.ts';
import type { Scenario } from './draw.ts';
import type { Shift } from './shifts.ts';

/** What is measured: every combination, in the order in which it is. */

export type Mode = 'methods' | 'quick' | 'level' | 'ablation' | 'poison';

/** One adaptation of every fold of a shift. */
export interface Run {
  shift: string;
  /** Share of manipulated videos on the site; null: all that there are, of the base alone. */
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
  shifts: readonly Pick<Shift, 'name'>[];
  rates: readonly number[];
  seeds: number;
}

/** The base comes first for each shift: all else is compared with it. */
export function grid({ mode, shifts, rates, seeds }: GridOptions): Run[] {
  return shifts.flatMap(({ name: shift }) => {
    const runs = (arm: Arm, rate: number | null, count: number, scenario: Scenario = 'ordinary'): Run[] =>
      Array.from({ length: count }, (_, i) => ({ shift, rate, seed: i + 1, arm, scenario }));
    const usual = usualOf(rates);
    const base = runs(BASE, null, 1);
    const ours = rates.flatMap((rate) => runs(OURS, rate, seeds));
    switch (mode) {
      case 'level':
        return base;
      case 'quick':
        return [
          ...base,
          ...ours.filter(({ seed }) => seed === 1),
          ...[PLAIN_DANN, ORACLE].flatMap((arm) => runs(arm, usual, 1)),
        ];
      case 'methods':
        return [
          ...base,
          ...ours,
          ...rates.flatMap((rate) => runs(PLAIN_DANN, rate, Math.min(seeds, OTHER_SEEDS))),
          ...[...OTHERS, ORACLE].flatMap((arm) => runs(arm, usual, Math.min(seeds, OTHER_SEEDS))),
        ];
      case 'ablation':
        return [...base, ...ablationArms().flatMap((arm) => rates.flatMap((rate) => runs(arm, rate, seeds)))];
      case 'poison':
        return [
          ...base,
          ...ours,
          ...runs(OURS, 1, seeds),
          ...rates.flatMap((rate) =>
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
