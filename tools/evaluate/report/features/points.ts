import type { ScoredItem } from '../../scores.ts';
import { seeded, shuffled } from '../../../lib/report/metrics/random.ts';
import { isJudged } from '../samples.ts';
import type { Domain, FeaturePoint } from './proxy-distance.ts';

/** Points of a class in a domain that a picture shows and a probe sees. */
export const POINTS_PER_CLASS = 400;
/** Frames of one video that are taken: its others hardly differ. */
const FRAMES_PER_ITEM = 4;
const SEED = 11;

/**
 * The features of a set as points of a domain: at most four frames an item, spread evenly, and at most {@link POINTS_PER_CLASS} of either
 * class, chosen at random with a fixed seed.
 * @param items only those judged and scored with features give points.
 */
export function featurePoints(items: readonly ScoredItem[], domain: Domain): FeaturePoint[] {
  const ordered = items.filter(isJudged).sort((a, b) => (a.path < b.path ? -1 : 1));
  const points = ordered.flatMap((item): FeaturePoint[] => {
    const frames = item.frames.filter(({ feature }) => feature !== undefined);
    const step = Math.max(1, frames.length / FRAMES_PER_ITEM);
    const chosen = Array.from({ length: Math.min(FRAMES_PER_ITEM, frames.length) }, (_, at) =>
      frames.at(Math.floor(at * step)),
    );
    return chosen.flatMap((frame) =>
      frame?.feature
        ? [{ domain, fake: item.label === 'fake', unit: item.group, feature: frame.feature }]
        : [],
    );
  });
  const random = seeded(SEED);
  return [false, true].flatMap((fake) =>
    shuffled(
      points.filter((point) => point.fake === fake),
      random,
    ).slice(0, POINTS_PER_CLASS),
  );
}
