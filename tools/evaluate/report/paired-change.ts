import type { Thresholds } from '../../../src/verdict/aggregation/aggregation.ts';
import type { ScoredItem } from '../scores.ts';
import { change, difference, type Change } from '../../lib/report/change.ts';
import { weightedAuc } from '../../lib/report/metrics/auc.ts';
import { bootstrap, type BootstrapOptions, type Unit } from '../../lib/report/metrics/bootstrap.ts';
import { ones } from '../../lib/report/metrics/sample.ts';
import { isJudged, samplesOf, type Level } from './samples.ts';

/**
 * How far the AUC moves between two looks at the same items: recoded and as they are, or after and before an adaptation.
 * Items are matched by path; those judged only once are left out of both sides. Whole items are drawn, both looks together.
 * @returns after less before; null if a class is missing or too small.
 */
export function aucChange(
  before: readonly ScoredItem[],
  after: readonly ScoredItem[],
  level: Level,
  thresholds: Thresholds,
  options: BootstrapOptions = {},
): Change | null {
  const later = new Map(after.filter(isJudged).map((item) => [item.path, item]));
  const pairs = before.filter(isJudged).flatMap((item) => {
    const other = later.get(item.path);
    return other ? [{ item, other }] : [];
  });
  const first = samplesOf(
    pairs.map(({ item }) => item),
    level,
    thresholds,
  );
  const second = samplesOf(
    pairs.map(({ other }) => other),
    level,
    thresholds,
  );
  // One list of weights for both looks: the first's samples, then the second's.
  const split = first.length;
  const one = weightedAuc(first);
  const other = weightedAuc(second);
  const gain = difference(
    (weights) => other(weights.subarray(split)),
    (weights) => one(weights.subarray(0, split)),
  );
  const total = split + second.length;
  const units = pairs.map(({ item }): Unit & { members: number[] } => ({ stratum: item.label, members: [] }));
  for (const [at, sample] of [...first, ...second].entries()) units[sample.item]?.members.push(at);
  return change(gain(ones(total)), bootstrap(units, total, { gain }, options).gain);
}
