import type { Thresholds } from '../../../src/verdict/aggregation/aggregation.ts';
import { precision } from '../../../src/verdict/prior.ts';
import { AS_IS } from '../../lib/manifest/conditions.ts';
import { type ScoredItem } from '../scores.ts';
import { compareConditions } from './conditions.ts';
import { grouped } from '../../lib/grouped.ts';
import { auc, weightedAuc } from '../../lib/report/metrics/auc.ts';
import { bootstrap, type BootstrapOptions } from '../../lib/report/metrics/bootstrap.ts';
import { brierScore, calibrationError, logLoss } from '../../lib/report/metrics/calibration.ts';
import { accuracy, balancedAccuracy } from '../../lib/report/metrics/decisions.ts';
import { averagePrecision, caughtAt, equalErrorRate, rocCurve } from '../../lib/report/metrics/roc.ts';
import { selectiveRisk } from '../../lib/report/metrics/selective.ts';
import { wilson, type Share } from '../../lib/report/metrics/wilson.ts';
import { aucChange } from './paired-change.ts';
import { comparePaperRule } from './paper-rule.ts';
import {
  groupUnits,
  isJudged,
  itemUnits,
  itemsOf,
  samplesOf,
  type JudgedSample,
  type Level,
} from './samples.ts';
import { ALL_METHODS, type SetSummary, type VerdictCounts } from './summary.ts';
import { shippedThresholds } from './thresholds.ts';

export interface SummaryOptions extends BootstrapOptions {
  /** On single frames; those of the shipped weights unless given. */
  thresholds?: Thresholds;
}

/** Fewer groups than this give no interval worth printing. */
const FEWEST_GROUPS = 5;

/**
 * One summary for each set, level and condition, and, for files as they are, for each manipulation method against all genuine samples of
 * its set where it has several. Sets of pictures have no level `video`. The same items give the same summaries, whatever their order.
 */
export function summarise(items: readonly ScoredItem[], options: SummaryOptions = {}): SetSummary[] {
  const settings = { ...options, thresholds: options.thresholds ?? shippedThresholds() };
  const ordered = [...items].sort((a, b) => compare(a.dataset, b.dataset) || compare(a.path, b.path));
  return [...grouped(ordered, ({ dataset }) => dataset).values()].flatMap((set) =>
    (['image', 'video'] as const).flatMap((level) => summariseLevel(itemsOf(set, level), level, settings)),
  );
}

type Settings = SummaryOptions & { thresholds: Thresholds };

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function summariseLevel(items: readonly ScoredItem[], level: Level, settings: Settings): SetSummary[] {
  const byCondition = grouped(items, ({ condition }) => condition);
  const names = [...byCondition.keys()].sort(compareConditions);
  const asIs = byCondition.get(AS_IS) ?? [];
  return names.flatMap((condition) => {
    const all = byCondition.get(condition) ?? [];
    const reals = all.filter(({ label }) => label === 'real');
    const byMethod = grouped(
      all.filter(({ label }) => label === 'fake'),
      ({ method }) => method,
    );
    const parts: [string, ScoredItem[]][] = [[ALL_METHODS, all]];
    // Recoded, the methods are compared together only: one by one they are too few for a change to be seen.
    if (condition === AS_IS && byMethod.size > 1) {
      const methods = [...byMethod].sort(([a], [b]) => compare(a, b));
      parts.push(...methods.map(([name, own]): [string, ScoredItem[]] => [name, [...reals, ...own]]));
    }
    return parts.map(([method, own]) => ({
      ...summarisePart(own, level, settings),
      method,
      condition,
      aucChange: condition === AS_IS ? null : aucChange(asIs, own, level, settings.thresholds, settings),
    }));
  });
}

function summarisePart(
  items: readonly ScoredItem[],
  level: Level,
  settings: Settings,
): Omit<SetSummary, 'method' | 'condition' | 'aucChange'> {
  const samples = samplesOf(items, level, settings.thresholds);
  const reals = samples.filter(({ fake }) => !fake);
  const fakes = samples.filter(({ fake }) => fake);
  const curve = rocCurve(samples);
  const both = curve !== null;
  const interval = both
    ? bootstrap(itemUnits(samples), samples.length, { auc: weightedAuc(samples) }, settings).auc
    : null;
  const falseAlarms = flagged(reals);
  const caught = flagged(fakes);
  const precisionWith = (prevalence: number, end: 'rate' | 'high'): number | null =>
    falseAlarms && caught && precision(prevalence, caught.rate, falseAlarms[end]);
  const selective = selectiveRisk(samples);
  return {
    set: items[0]?.dataset ?? '',
    level,
    n: samples.length,
    real: reals.length,
    fake: fakes.length,
    auc: auc(samples),
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    eer: both ? equalErrorRate(curve) : null,
    accuracy: accuracy(samples),
    balancedAccuracy: balancedAccuracy(samples),
    ece: calibrationError(samples),
    clusters: both ? clusterInterval(samples, settings) : null,
    aucAllItems: aucOfAll(items, samples, level),
    caughtAt1: both ? caughtAt(curve, 0.01) : null,
    caughtAt5: both ? caughtAt(curve, 0.05) : null,
    averagePrecision: both ? averagePrecision(curve, fakes.length, reals.length) : null,
    brier: brierScore(samples),
    logLoss: logLoss(samples),
    items: items.length,
    judged: items.filter(isJudged).length,
    noFace: items.filter(({ outcome }) => outcome === 'noFace').length,
    unreadable: items.filter(({ outcome }) => outcome === 'unreadable').length,
    falseAlarms,
    caught,
    verdicts: { real: verdictCounts(reals), fake: verdictCounts(fakes) },
    coverage: selective?.coverage ?? null,
    risk: selective?.risk ?? null,
    precisionAt1: precisionWith(0.01, 'rate'),
    precisionAt5: precisionWith(0.05, 'rate'),
    precisionAt1AtLeast: precisionWith(0.01, 'high'),
    precisionAt5AtLeast: precisionWith(0.05, 'high'),
    paperRule: level === 'video' ? comparePaperRule(items, samples, settings) : null,
    model: distinct(items.map(({ model }) => model)),
    backend: distinct(items.map(({ backend }) => backend)),
  };
}

function clusterInterval(samples: readonly JudgedSample[], settings: Settings): SetSummary['clusters'] {
  const units = groupUnits(samples);
  if (units.length < FEWEST_GROUPS || units.length >= itemUnits(samples).length) return null;
  const interval = bootstrap(units, samples.length, { auc: weightedAuc(samples) }, settings).auc;
  return interval && { ...interval, groups: units.length };
}

/** What could not be judged counts as no evidence. Frames that were never seen cannot be counted, so videos have this only as a whole. */
function aucOfAll(
  items: readonly ScoredItem[],
  samples: readonly JudgedSample[],
  level: Level,
): number | null {
  const missing = items.filter((item) => !isJudged(item));
  if (missing.length === 0) return null;
  if (level === 'image' && items.some(({ kind }) => kind === 'video')) return null;
  return auc([...samples, ...missing.map(({ label }) => ({ fake: label === 'fake', score: 0.5 }))]);
}

/**
 * Samples at "Likely manipulated". Frames of one video are flagged together, so the interval is as wide as if each video were one sample.
 */
function flagged(samples: readonly JudgedSample[]): Share | null {
  const count = samples.filter(({ verdict }) => verdict === 'manipulated').length;
  const videos = new Set(samples.map(({ item }) => item)).size;
  const share = wilson(count, samples.length);
  const interval = share && wilson(share.rate * videos, videos);
  return interval && { ...share, low: interval.low, high: interval.high };
}

function verdictCounts(samples: readonly JudgedSample[]): VerdictCounts {
  const counts: VerdictCounts = { manipulated: 0, unclear: 0, noSign: 0 };
  for (const { verdict } of samples) {
    if (verdict !== 'notChecked') counts[verdict]++;
  }
  return counts;
}

function distinct(names: readonly string[]): string {
  return [...new Set(names.filter((name) => name !== ''))].sort().join(', ');
}
