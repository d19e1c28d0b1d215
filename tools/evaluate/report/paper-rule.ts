import type { ScoredItem } from '../scores.ts';
import { change, difference } from '../../lib/report/change.ts';
import { weightedAuc } from '../../lib/report/metrics/auc.ts';
import { bootstrap, type BootstrapOptions } from '../../lib/report/metrics/bootstrap.ts';
import { accuracy, isCalledFake, weightedAccuracy } from '../../lib/report/metrics/decisions.ts';
import { ones, type Sample } from '../../lib/report/metrics/sample.ts';
import { wilson } from '../../lib/report/metrics/wilson.ts';
import { itemUnits, shareOfFakeFrames, type JudgedSample } from './samples.ts';
import type { RuleComparison } from './summary.ts';

/**
 * The paper's rule beside the extension's, on the same videos.
 * @param items the list that the samples' indices speak of.
 * @param samples scores of whole videos.
 * @returns null without samples.
 */
export function comparePaperRule(
  items: readonly ScoredItem[],
  samples: readonly JudgedSample[],
  options: BootstrapOptions,
): RuleComparison | null {
  const paper = samples.map(({ item, fake }): Sample => {
    const given = items[item];
    return { fake, score: (given && shareOfFakeFrames(given)) ?? 0.5 };
  });
  const right = accuracy(paper);
  if (right === null) return null;
  const aucGain = difference(weightedAuc(samples), weightedAuc(paper));
  const accuracyGain = difference(weightedAccuracy(samples), weightedAccuracy(paper));
  const intervals = bootstrap(itemUnits(samples), samples.length, { aucGain, accuracyGain }, options);
  const all = ones(samples.length);
  return {
    auc: weightedAuc(paper)(all),
    accuracy: right,
    falseAlarms: called(paper.filter(({ fake }) => !fake)),
    caught: called(paper.filter(({ fake }) => fake)),
    aucGain: change(aucGain(all), intervals.aucGain),
    accuracyGain: change(accuracyGain(all), intervals.accuracyGain),
  };
}

function called(samples: readonly Sample[]): ReturnType<typeof wilson> {
  return wilson(samples.filter(({ score }) => isCalledFake(score)).length, samples.length);
}
