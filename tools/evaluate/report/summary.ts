import type { Change } from '../../lib/report/change.ts';
import type { Interval, Share } from '../../lib/report/metrics/wilson.ts';
import type { Level } from './samples.ts';

/** A row of "all methods together". */
export const ALL_METHODS = 'all';

/** The paper's rule on the same videos: more than half of the frames above even odds. Its score is the share of such frames. */
export interface RuleComparison {
  auc: number | null;
  accuracy: number;
  falseAlarms: Share | null;
  caught: Share | null;
  /** The extension's rule less the paper's, on the same videos, with paired intervals. */
  aucGain: Change | null;
  accuracyGain: Change | null;
}

/** How many samples got which verdict, of one class. */
export interface VerdictCounts {
  manipulated: number;
  unclear: number;
  noSign: number;
}

/**
 * Everything measured on one set, at one level, under one condition, for all methods or for one method against all genuine samples.
 * Positive class: manipulated. Rates are 0…1; null where the classes or the number of samples do not allow one.
 */
export interface SetSummary {
  set: string;
  level: Level;
  /** {@link ALL_METHODS} or the name of one. */
  method: string;
  condition: string;
  /** Samples that have a score: frames at level `image`, videos at level `video`. */
  n: number;
  real: number;
  fake: number;
  auc: number | null;
  /** 95 % interval of `auc` over items: 2,000 draws of whole videos or pictures. */
  low: number | null;
  high: number | null;
  eer: number | null;
  /** Share of right decisions at a calibrated probability of 0.5. */
  accuracy: number | null;
  balancedAccuracy: number | null;
  /** Expected calibration error, 15 bins of equal mass. */
  ece: number | null;
  /** The same interval over groups; null where there are fewer than five or each item is its own. */
  clusters: (Interval & { groups: number }) | null;
  /** AUC with every item that could not be judged at even odds; null where all were judged, and for frames of videos. */
  aucAllItems: number | null;
  /** Largest share caught at a threshold with at most so many false alarms. */
  caughtAt1: number | null;
  caughtAt5: number | null;
  averagePrecision: number | null;
  brier: number | null;
  logLoss: number | null;
  /** Files or clips, and what became of them. */
  items: number;
  judged: number;
  noFace: number;
  unreadable: number;
  /** Genuine samples at "Likely manipulated", with Wilson's interval; null without genuine ones. */
  falseAlarms: Share | null;
  /** Manipulated samples at "Likely manipulated". */
  caught: Share | null;
  verdicts: { real: VerdictCounts; fake: VerdictCounts };
  /** Share of clear verdicts, and share of wrong ones among them. */
  coverage: number | null;
  risk: number | null;
  /** Precision of "Likely manipulated" where 1 % or 5 % of the videos are manipulated. */
  precisionAt1: number | null;
  precisionAt5: number | null;
  /** The same with the upper end of the false alarms' interval: what can be promised. */
  precisionAt1AtLeast: number | null;
  precisionAt5AtLeast: number | null;
  /** Only at level `video`. */
  paperRule: RuleComparison | null;
  /** Change of the AUC against the same items as they are; null for those. */
  aucChange: Change | null;
  model: string;
  backend: string;
}

/** What was judged: a set of pictures has one frame each. */
export function levelName({ level, n, judged }: SetSummary): 'videos' | 'pictures' | 'frames' {
  if (level === 'video') return 'videos';
  return n === judged ? 'pictures' : 'frames';
}
