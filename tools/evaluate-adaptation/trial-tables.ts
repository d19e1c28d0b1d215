import { thresholdLogit, logOdds, type Calibration } from '../../src/detector/calibration.ts';
import { grouped } from '../lib/grouped.ts';
import { changeOf, percent } from '../lib/report/numbers.ts';
import { calledShares, caughtAt, type Stage } from './accuracy.ts';
import { BASE } from './arms.ts';
import { meanGain, meanOf } from './gains.ts';
import type { Outcome } from './outcome.ts';
import type { Table } from '../lib/report/table.ts';
import { committedOf, rateOf } from './tables.ts';

/** Tables of the trials that are no comparison of methods: of the objective's terms, and of attacks. */

/** Each term of the objective switched, over all sites together. */
export function ablationTable(outcomes: readonly Outcome[]): Table {
  const adapted = outcomes.filter(({ run }) => run.arm.name !== BASE.name);
  const rows = [...grouped(adapted, ({ run }) => run.arm.name).values()].map((own) => {
    const shifts = [...grouped(own, ({ run }) => run.shift).values()];
    return [
      own[0]?.run.arm.words ?? '',
      changeOf(meanGain(own, 'target', 'trained')),
      changeOf(meanGain(own, 'target', 'deployed')),
      ...shifts.map((some) => changeOf(meanGain(some, 'target', 'trained'))),
      changeOf(meanGain(own, 'source', 'trained')),
      committedOf(own),
    ];
  });
  const shifts = [...new Set(adapted.map(({ run }) => run.shift))];
  const head = [
    'objective',
    'gain, trained',
    'gain, as the guard lets it',
    ...shifts,
    'source',
    'passed by the guard',
  ];
  return { title: 'The terms of the objective, one changed at a time (validation faces)', head, rows };
}

const SCENARIO_WORDS = {
  ordinary: 'nothing',
  trustedFakes: 'all manipulated videos marked as trusted',
  flood: 'half of the faces are one manipulated clip',
} as const;

/** Of genuine videos, where what an attack does is compared at a threshold of its own. */
const EQUAL_FALSE_ALARMS = 0.05;

/** What attacks do to a site, with and without the guard. */
export function poisonTable(outcomes: readonly Outcome[], calibration: Calibration): Table {
  const least = logOdds(calibration, thresholdLogit(calibration));
  const adapted = outcomes.filter(({ run }) => run.arm.name !== BASE.name);
  const key = ({ run }: Outcome) => `${run.shift} ${run.scenario} ${run.rate ?? ''}`;
  const rows = [...grouped(adapted, key).values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const path = (share: (target: Outcome['target'], which: Stage) => number) => {
      const of = (which: Stage) => percent(meanOf(own.map(({ target }) => share(target, which))));
      return `${of('before')} → ${of('trained')}; ${of('deployed')}`;
    };
    const called = (of: 'caught' | 'falseAlarms') =>
      path((target, which) => calledShares(target, which, calibration, least)[of]);
    return [
      [
        first.run.shift,
        first.run.rate === 1 ? 'nothing but manipulated videos' : SCENARIO_WORDS[first.run.scenario],
        rateOf(first),
        changeOf(meanGain(own, 'target', 'trained')),
        changeOf(meanGain(own, 'target', 'deployed')),
        called('caught'),
        called('falseAlarms'),
        path((target, which) => caughtAt(target, which, EQUAL_FALSE_ALARMS)),
        committedOf(own),
      ],
    ];
  });
  const head = [
    'site',
    'what is wrong',
    'manipulated faces',
    'gain, trained',
    'gain, as the guard lets it',
    'caught: before → trained; deployed',
    'false alarms: before → trained; deployed',
    `caught at ${percent(EQUAL_FALSE_ALARMS, 0)} false alarms: before → trained; deployed`,
    'passed by the guard',
  ];
  return { title: 'Attacks on learning', head, rows };
}
