import type { Calibration } from '../../src/detector/calibration.ts';
import { grouped } from '../lib/grouped.ts';
import { changeOf, decimals, percent } from '../lib/report/numbers.ts';
import { accuracy, correctedAccuracy } from './accuracy.ts';
import { BASE, OURS, PLAIN_DANN } from './arms.ts';
import { aucOf, gainOf, meanGain, meanOf } from './gains.ts';
import { usualOf } from './grid.ts';
import type { Outcome } from './outcome.ts';
import type { Table } from '../lib/report/table.ts';

/** What came of the methods, in tables. Gains are of the AUC, over seeds, with 95 % intervals from drawing groups. */

/** `0.763 → 0.781`, means over runs. */
function fromTo(
  outcomes: readonly Outcome[],
  side: 'target' | 'source',
  which: 'trained' | 'deployed',
): string {
  const before = meanOf(outcomes.map((outcome) => aucOf(outcome[side], 'before')));
  const after = meanOf(outcomes.map((outcome) => aucOf(outcome[side], which)));
  return `${decimals(before)} → ${decimals(after)}`;
}

/** `24 of 25, 3 in part`: rounds that the guard passed, and those of them of which it passed a part alone. */
export function committedOf(outcomes: readonly Outcome[]): string {
  const of = (which: 'committed' | 'refused' | 'partly') => sum(outcomes.map((outcome) => outcome[which]));
  const [passed, refused, partly] = [of('committed'), of('refused'), of('partly')];
  if (passed + refused === 0) return '–';
  return `${passed} of ${passed + refused}${partly > 0 ? `, ${partly} in part` : ''}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** `50 %`, or what the set has. */
export function rateOf({ run }: Outcome): string {
  return run.rate === null ? 'as it is' : percent(run.rate, 0);
}

const METHOD_HEAD = [
  'site',
  'method',
  'AUC on the site',
  'gain',
  'gain on the source',
  'right at even odds',
  'passed by the guard',
] as const;

/** All methods side by side at the share that all of them were measured at. */
export function methodTable(outcomes: readonly Outcome[], calibration: Calibration): Table {
  const trained = outcomes.filter(({ run }) => run.arm.name !== BASE.name && run.scenario === 'ordinary');
  const rates = [...new Set(trained.flatMap(({ run }) => run.rate ?? []))];
  const usual = usualOf(rates);
  const chosen = trained.filter(({ run }) => run.rate === null || run.rate === usual);
  const right = (own: readonly Outcome[], which: 'before' | 'trained' | 'deployed') =>
    percent(meanOf(own.map((outcome) => accuracy(outcome, which, calibration))));
  const rows = [...grouped(chosen, ({ run }) => run.shift)].flatMap(([shift, own]) => {
    const ours = own.filter(({ run }) => run.arm.name === OURS.name);
    const corrected = percent(meanOf(ours.map((outcome) => correctedAccuracy(outcome, calibration))));
    const base = decimals(meanOf(ours.map(({ target }) => aucOf(target, 'before'))));
    const row = (words: string, some: readonly Outcome[], which: 'trained' | 'deployed') => [
      shift,
      words,
      fromTo(some, 'target', which),
      changeOf(meanGain(some, 'target', which)),
      changeOf(meanGain(some, 'source', which)),
      right(some, which),
      committedOf(some),
    ];
    return [
      [shift, BASE.words, base, '–', '–', right(ours, 'before'), '–'],
      [shift, 'threshold for the estimated share', base, 'none: the order stays', '–', corrected, '–'],
      row(`${OURS.words}, as the guard lets it`, ours, 'deployed'),
      ...[...grouped(own, ({ run }) => run.arm.name).values()].flatMap((some) =>
        some[0]
          ? [
              row(
                some[0].run.arm.name === OURS.name
                  ? `${OURS.words}, without the guard`
                  : some[0].run.arm.words,
                some,
                'trained',
              ),
            ]
          : [],
      ),
    ];
  });
  const title =
    rates.length === 0
      ? 'Ways of adapting'
      : `Ways of adapting, ${percent(usual, 0)} of the site's faces manipulated where that can be chosen`;
  return { title, head: METHOD_HEAD, rows };
}

const RATE_HEAD = [
  'site',
  'manipulated faces',
  'estimated',
  'ours',
  'ours, without the guard',
  'DANN',
  'source: ours',
  'source: DANN',
  'passed by the guard',
] as const;

/** Ours and plain alignment over the share of manipulated faces. */
export function rateTable(outcomes: readonly Outcome[]): Table {
  const of = (name: string) =>
    outcomes.filter(({ run }) => run.arm.name === name && run.scenario === 'ordinary' && run.rate !== null);
  const rows = [...grouped(of(OURS.name), ({ run }) => `${run.shift} ${run.rate ?? ''}`).values()].flatMap(
    (ours) => {
      const [first] = ours;
      if (!first) return [];
      const dann = of(PLAIN_DANN.name).filter(
        ({ run }) => run.shift === first.run.shift && run.rate === first.run.rate,
      );
      return [
        [
          first.run.shift,
          rateOf(first),
          percent(meanOf(ours.map(({ estimated }) => estimated))),
          changeOf(meanGain(ours, 'target', 'deployed')),
          changeOf(meanGain(ours, 'target', 'trained')),
          changeOf(meanGain(dann, 'target', 'trained')),
          changeOf(meanGain(ours, 'source', 'deployed')),
          changeOf(meanGain(dann, 'source', 'trained')),
          committedOf(ours),
        ],
      ];
    },
  );
  return { title: 'Gain over the share of manipulated faces on the site', head: RATE_HEAD, rows };
}

/** Why the guard refused, and what it would have let through or kept out. */
export function guardTable(outcomes: readonly Outcome[]): Table {
  const ours = outcomes.filter(({ run }) => run.arm.name === OURS.name && run.scenario === 'ordinary');
  const rows = [...grouped(ours, ({ run }) => run.shift)].map(([shift, own]) => {
    const failed = grouped(
      own.flatMap((outcome) => outcome.failed),
      (name) => name,
    );
    const gains = (committed: boolean) =>
      own
        .filter((outcome) => outcome.committed > 0 === committed)
        .flatMap((outcome) => gainOf(outcome, 'target', 'trained') ?? []);
    const better = (list: readonly number[]) => `${list.filter((gain) => gain > 0).length} of ${list.length}`;
    return [
      shift,
      committedOf(own),
      better(gains(true)),
      better(gains(false)),
      [...failed].map(([name, all]) => `${name} ${all.length}`).join(', ') || '–',
    ];
  });
  const head = ['site', 'passed', 'better, of passed', 'better, of refused', 'checks that failed'];
  return { title: 'What the guard let through', head, rows };
}
