import { AS_IS } from '../../lib/manifest/conditions.ts';
import type { Share } from '../../lib/report/metrics/wilson.ts';
import { changeOf, decimals, intervalOf, NONE, percent } from '../../lib/report/numbers.ts';
import { ALL_METHODS, levelName, type SetSummary } from './summary.ts';

/** The tables of docs/results/detector.md, as Markdown. Each is empty where there is nothing to show. */

type Column = readonly [heading: string, cell: (summary: SetSummary) => string];

function table(summaries: readonly SetSummary[], columns: readonly Column[]): string {
  if (summaries.length === 0) return '';
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    row(columns.map(([heading]) => heading)),
    row(columns.map(() => '---')),
    ...summaries.map((summary) => row(columns.map(([, cell]) => escaped(cell(summary))))),
  ].join('\n');
}

/** Names of sets and methods are the manifest's; those with signs of Markdown in them must not break the table. */
function escaped(cell: string): string {
  return cell.replaceAll(/[|\\`*<>[\]]/g, (sign) => `\\${sign}`);
}

const SET: Column = ['set', ({ set }) => set];
const LEVEL: Column = ['judged', levelName];
const N: Column = ['n', ({ n }) => String(n)];
const AUC: Column = ['AUC', ({ auc }) => decimals(auc)];
const INTERVAL: Column = ['95 % interval', intervalOf];
const ALL_FILES: Column = ['AUC, all files', ({ aucAllItems }) => decimals(aucAllItems)];
const FALSE_ALARMS: Column = ['false alarms', ({ falseAlarms }) => shareOf(falseAlarms)];
const CAUGHT: Column = ['caught', ({ caught }) => shareOf(caught)];

function shareOf(share: Share | null): string {
  return share === null
    ? NONE
    : `${share.count} of ${share.n} (${percent(share.low)}–${percent(share.high)})`;
}

/** How well the scores tell the classes apart. */
export function setTable(summaries: readonly SetSummary[]): string {
  const own = overall(summaries);
  const missing = own.some(({ aucAllItems }) => aucAllItems !== null);
  return table(own, [
    SET,
    LEVEL,
    N,
    ['files judged', ({ judged, items }) => `${judged} of ${items}`],
    AUC,
    INTERVAL,
    ['over groups', ({ clusters }) => (clusters ? `${intervalOf(clusters)} (${clusters.groups})` : NONE)],
    ...(missing ? [ALL_FILES] : []),
    ['EER', ({ eer }) => percent(eer)],
    ['accuracy', ({ accuracy }) => percent(accuracy)],
    ['balanced', ({ balancedAccuracy }) => percent(balancedAccuracy)],
    ['TPR at 1 % FPR', ({ caughtAt1 }) => percent(caughtAt1)],
    ['TPR at 5 % FPR', ({ caughtAt5 }) => percent(caughtAt5)],
    ['AP', ({ averagePrecision }) => decimals(averagePrecision)],
    ['ECE', ({ ece }) => decimals(ece)],
    ['Brier', ({ brier }) => decimals(brier)],
    ['NLL', ({ logLoss }) => decimals(logLoss)],
  ]);
}

/** What a user gets: the verdicts. */
export function verdictTable(summaries: readonly SetSummary[]): string {
  return table(overall(summaries), [
    SET,
    LEVEL,
    ['genuine: likely manipulated / unclear / no sign', ({ verdicts }) => countsOf(verdicts.real)],
    ['manipulated: the same', ({ verdicts }) => countsOf(verdicts.fake)],
    FALSE_ALARMS,
    CAUGHT,
    ['clear verdicts', ({ coverage }) => percent(coverage)],
    ['wrong among them', ({ risk }) => percent(risk)],
    [
      'precision at 1 % manipulated',
      ({ precisionAt1, precisionAt1AtLeast }) => atLeast(precisionAt1, precisionAt1AtLeast),
    ],
    [
      'precision at 5 % manipulated',
      ({ precisionAt5, precisionAt5AtLeast }) => atLeast(precisionAt5, precisionAt5AtLeast),
    ],
  ]);
}

function countsOf({ manipulated, unclear, noSign }: SetSummary['verdicts']['real']): string {
  return manipulated + unclear + noSign === 0 ? NONE : `${manipulated} / ${unclear} / ${noSign}`;
}

function atLeast(value: number | null, least: number | null): string {
  return value === null ? NONE : `${percent(value)} (≥ ${percent(least)})`;
}

/** One row a method, against all genuine samples of its set. */
export function methodTable(summaries: readonly SetSummary[]): string {
  const own = summaries.filter(({ method, condition }) => method !== ALL_METHODS && condition === AS_IS);
  return table(own, [
    SET,
    LEVEL,
    ['method', ({ method }) => method],
    ['manipulated', ({ fake }) => String(fake)],
    ['genuine', ({ real }) => String(real)],
    AUC,
    INTERVAL,
    ['EER', ({ eer }) => percent(eer)],
    ['TPR at 5 % FPR', ({ caughtAt5 }) => percent(caughtAt5)],
    CAUGHT,
  ]);
}

/** The extension's rule beside the paper's, on the same videos. */
export function ruleTable(summaries: readonly SetSummary[]): string {
  const own = overall(summaries).filter(({ paperRule }) => paperRule !== null);
  return table(own, [
    SET,
    N,
    AUC,
    ['paper’s AUC', ({ paperRule }) => decimals(paperRule?.auc ?? null)],
    ['gain', ({ paperRule }) => changeOf(paperRule?.aucGain ?? null)],
    ['accuracy', ({ accuracy }) => percent(accuracy)],
    ['paper’s accuracy', ({ paperRule }) => percent(paperRule?.accuracy ?? null)],
    ['gain in accuracy', ({ paperRule }) => changeOf(paperRule?.accuracyGain ?? null)],
    FALSE_ALARMS,
    ['paper’s false alarms', ({ paperRule }) => shareOf(paperRule?.falseAlarms ?? null)],
    CAUGHT,
    ['paper’s caught', ({ paperRule }) => shareOf(paperRule?.caught ?? null)],
  ]);
}

/** One row a condition: whole videos where there are any, else pictures. */
export function robustnessTable(summaries: readonly SetSummary[]): string {
  const all = summaries.filter(({ method }) => method === ALL_METHODS);
  const recoded = new Set(all.filter(({ condition }) => condition !== AS_IS).map(({ set }) => set));
  const withVideos = new Set(all.filter(({ level }) => level === 'video').map(({ set }) => set));
  const own = all.filter(
    ({ set, level }) => recoded.has(set) && level === (withVideos.has(set) ? 'video' : 'image'),
  );
  return table(own, [
    SET,
    LEVEL,
    ['condition', ({ condition }) => condition],
    ['files judged', ({ judged, items }) => `${judged} of ${items}`],
    AUC,
    INTERVAL,
    ['change on the same files', ({ aucChange }) => changeOf(aucChange)],
    FALSE_ALARMS,
    CAUGHT,
    ['clear verdicts', ({ coverage }) => percent(coverage)],
    ['wrong among them', ({ risk }) => percent(risk)],
  ]);
}

function overall(summaries: readonly SetSummary[]): SetSummary[] {
  return summaries.filter(({ method, condition }) => method === ALL_METHODS && condition === AS_IS);
}
