import {
  isBlurred,
  isCovered,
  isNoisy,
  isTurned,
  lacksDetail,
  type Thresholds,
} from '../../../src/verdict/aggregation/aggregation.ts';
import { kindIn } from '../../../src/verdict/band.ts';
import { TUNABLES } from '../../../src/verdict/tunables.ts';
import type { VerdictKind } from '../../../src/verdict/types.ts';
import type { ScoredFrame, ScoredItem } from '../scores.ts';
import { grouped } from '../../lib/grouped.ts';
import type { Unit } from '../../lib/report/metrics/bootstrap.ts';
import { isCalledFake } from '../../lib/report/metrics/decisions.ts';
import type { Sample } from '../../lib/report/metrics/sample.ts';

/** `image`: every frame is judged by itself. `video`: one score for a whole video. */
export type Level = 'image' | 'video';

/** One score with what the extension makes of it. */
export interface JudgedSample extends Sample {
  verdict: VerdictKind;
  /** Index of its item in the list that was given. */
  item: number;
  group: string;
}

/**
 * What the extension would say if this frame were all there is, its minimum of frames left aside: the thresholds were fitted on
 * single frames, and a set of pictures has no more.
 */
function frameVerdict(frame: ScoredFrame, thresholds: Thresholds): VerdictKind {
  const { side, distance, sharpness = Infinity, noise = 0, detail = 1 } = frame;
  const { lettering = 0, graphic = 0, roll = 0, yaw = 0 } = frame;
  const shows =
    !isTurned({ roll, yaw }) &&
    !isCovered({ lettering, graphic }) &&
    !isBlurred({ sharpness }, thresholds) &&
    !isNoisy({ noise }, thresholds) &&
    !lacksDetail({ detail }, thresholds);
  if (side < TUNABLES.faceSideMinimum || distance > 1 || !shows) return 'unclear';
  return kindIn(thresholds, frame.probability);
}

/**
 * The paper's rule: the share of a video's frames that are called fake by themselves. The video is fake if it is more than half.
 * @returns 0…1; null without frames.
 */
export function shareOfFakeFrames(item: ScoredItem): number | null {
  if (item.frames.length === 0) return null;
  return item.frames.filter(({ probability }) => isCalledFake(probability)).length / item.frames.length;
}

/** Whether the item got a score; what did not is counted, never dropped. */
export function isJudged(item: ScoredItem): item is ScoredItem & { probability: number } {
  return item.outcome === 'judged' && item.probability !== null;
}

/** The items that belong to a level: all of them give frames, but only videos are judged as a whole. */
export function itemsOf(items: readonly ScoredItem[], level: Level): ScoredItem[] {
  return level === 'image' ? [...items] : items.filter(({ kind }) => kind === 'video');
}

/** The scores of the judged ones among `items`. */
export function samplesOf(
  items: readonly ScoredItem[],
  level: Level,
  thresholds: Thresholds,
): JudgedSample[] {
  return items.flatMap((given, item): JudgedSample[] => {
    if (!isJudged(given)) return [];
    const common = { fake: given.label === 'fake', item, group: given.group };
    if (level === 'video' || given.frames.length === 0) {
      return [{ ...common, score: given.probability, verdict: given.verdict }];
    }
    return given.frames.map((frame) => ({
      ...common,
      score: frame.probability,
      verdict: frameVerdict(frame, thresholds),
    }));
  });
}

/** Items as the units of a bootstrap: frames of one video are no independent evidence. */
export function itemUnits(samples: readonly JudgedSample[]): Unit[] {
  return unitsBy(samples, ({ item }) => String(item));
}

/** Groups as the units, for sets in which several videos show the same people. */
export function groupUnits(samples: readonly JudgedSample[]): Unit[] {
  return unitsBy(samples, ({ group }) => group);
}

function unitsBy(samples: readonly JudgedSample[], key: (sample: JudgedSample) => string): Unit[] {
  const indexed = samples.map((sample, index) => ({ sample, index }));
  return [...grouped(indexed, ({ sample }) => key(sample)).values()].map((together) => {
    const fakes = together.filter(({ sample }) => sample.fake).length;
    return {
      stratum: fakes === 0 ? 'real' : fakes === together.length ? 'fake' : 'both',
      members: together.map(({ index }) => index),
    };
  });
}
