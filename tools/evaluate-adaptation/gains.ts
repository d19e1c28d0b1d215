import { change, difference, type Change } from '../lib/report/change.ts';
import { grouped } from '../lib/grouped.ts';
import { weightedAuc } from '../lib/report/metrics/auc.ts';
import { bootstrap, type Statistic, type Unit } from '../lib/report/metrics/bootstrap.ts';
import { ones } from '../lib/report/metrics/sample.ts';
import type { Compared, Outcome } from './outcome.ts';

/** How far the AUC moves, on the same videos before and after. */

type Side = 'target' | 'source';
type After = 'trained' | 'deployed';

function aucBy(videos: readonly Compared[], which: 'before' | After): Statistic {
  return weightedAuc(videos.map((video) => ({ fake: video.fake, score: video[which] })));
}

/** AUC of videos, 0…1; null without both classes. */
export function aucOf(videos: readonly Compared[], which: 'before' | After): number | null {
  return aucBy(videos, which)(ones(videos.length));
}

/** AUC after less before of one run. */
export function gainOf(outcome: Outcome, side: Side, which: After): number | null {
  const [after, before] = [aucOf(outcome[side], which), aucOf(outcome[side], 'before')];
  return after === null || before === null ? null : after - before;
}

/**
 * The mean over runs of the AUC after less before, with a 95 % interval from drawing groups, each with its videos in all runs.
 * @returns null without runs, or with too few groups.
 */
export function meanGain(outcomes: readonly Outcome[], side: Side, which: After): Change | null {
  if (outcomes.length === 0) return null;
  const members: { group: string; fake: boolean; index: number }[] = [];
  const statistics: Statistic[] = [];
  let total = 0;
  for (const { [side]: videos } of outcomes) {
    const [from, to] = [total, total + videos.length];
    const [after, before] = [aucBy(videos, which), aucBy(videos, 'before')];
    const gain = difference(after, before);
    statistics.push((weights) => gain(weights.subarray(from, to)));
    videos.forEach(({ group, fake }, i) => members.push({ group, fake, index: from + i }));
    total = to;
  }
  const mean: Statistic = (weights) => {
    let sum = 0;
    for (const statistic of statistics) {
      const value = statistic(weights);
      if (value === null) return null;
      sum += value;
    }
    return sum / statistics.length;
  };
  const units = [...grouped(members, ({ group }) => group).values()].map((together): Unit => {
    const fakes = together.filter(({ fake }) => fake).length;
    return {
      stratum: fakes === 0 ? 'real' : fakes === together.length ? 'fake' : 'both',
      members: together.map(({ index }) => index),
    };
  });
  return change(mean(ones(total)), bootstrap(units, total, { mean }).mean);
}

/** The mean of what is known; null if nothing is. */
export function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
