import { AS_IS } from '../../lib/manifest/conditions.ts';
import { decimals, intervalOf, percent } from '../../lib/report/numbers.ts';
import { ALL_METHODS, type SetSummary } from './summary.ts';

/** What the command prints. */

/** Digits after the point that a line of JSON keeps: more than any of these figures can bear. */
const JSON_DIGITS = 6;

/** One line of JSON a summary; `method` and `condition` are left out where they are "all" and "as is". */
export function jsonLines(summaries: readonly SetSummary[]): string[] {
  return summaries.map(({ set, level, n, auc, low, high, eer, accuracy, ece, method, condition, ...rest }) =>
    JSON.stringify(
      {
        set,
        level,
        n,
        auc,
        low,
        high,
        eer,
        accuracy,
        ece,
        ...(method === ALL_METHODS ? {} : { method }),
        ...(condition === AS_IS ? {} : { condition }),
        ...rest,
      },
      (_key, value: unknown) => (typeof value === 'number' ? Number(value.toFixed(JSON_DIGITS)) : value),
    ),
  );
}

const HEADINGS = [
  'Set',
  'Level',
  'Part',
  'Judged',
  'n',
  'AUC',
  '95 %',
  'EER',
  'Accuracy',
  'ECE',
  'False alarms',
];

/** Columns of words; the others are figures. */
const WORDS = 3;

/** The table for a terminal. */
export function textTable(summaries: readonly SetSummary[]): string {
  const rows = summaries.map((summary) => [
    summary.set,
    summary.level,
    partOf(summary),
    `${summary.judged} of ${summary.items}`,
    String(summary.n),
    decimals(summary.auc),
    intervalOf(summary),
    percent(summary.eer),
    percent(summary.accuracy),
    decimals(summary.ece),
    summary.falseAlarms ? `${summary.falseAlarms.count} of ${summary.falseAlarms.n}` : '–',
  ]);
  const all = [HEADINGS, ...rows];
  const widths = HEADINGS.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) =>
          column < WORDS ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function partOf({ method, condition }: SetSummary): string {
  if (method === ALL_METHODS) return condition;
  return condition === AS_IS ? method : `${method}, ${condition}`;
}
