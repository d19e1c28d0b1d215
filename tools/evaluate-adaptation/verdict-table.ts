import { mean } from '../../src/adaptation/measures.ts';
import { grouped } from '../lib/grouped.ts';
import { decimals, percent } from '../lib/report/numbers.ts';
import type { Table } from '../lib/report/table.ts';
import { meanOf } from './gains.ts';
import { worstAgainstInstalled } from './summary.ts';
import { VERDICT_ARMS, VERDICT_MEASURES, type ArmOutcome } from './verdicts.ts';

/** What users of each site are told: means over shares and seeds, a row for each arm. */
export function verdictTable(outcomes: readonly ArmOutcome[]): Table {
  const rows = [...grouped(outcomes, ({ shift, arm }) => `${shift} ${arm}`).values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const total = (of: 'active' | 'folds') => own.reduce((sum, outcome) => sum + outcome[of], 0);
    const { falseAlarms } = worstAgainstInstalled(own, outcomes);
    return [
      [
        first.shift,
        VERDICT_ARMS[first.arm],
        `${total('active')} of ${total('folds')}`,
        decimals(meanOf(own.map(({ auc }) => auc))),
        ...VERDICT_MEASURES.map((measure) => percent(mean(own.map(({ verdicts }) => verdicts[measure])))),
        percent(falseAlarms),
      ],
    ];
  });
  return {
    title: 'What users are told',
    head: [
      'site',
      'arm',
      'active',
      'AUC',
      'false alarms',
      'caught',
      'clear verdicts',
      'wrong among them',
      'most false alarms more',
    ],
    rows,
  };
}
