import { logOdds, type Calibration } from '../../src/detector/calibration.ts';
import { shareAbove } from '../../src/adaptation/measures.ts';
import { caughtAt as caughtOn, rocCurve } from '../lib/report/metrics/roc.ts';
import type { Compared, Outcome } from './outcome.ts';

/** Decisions at a threshold; unlike the AUC they depend on how many of a site's videos are manipulated. */

export type Stage = 'before' | 'trained' | 'deployed';

/** Shares, 0…1, of manipulated and of genuine videos that are called manipulated. @param least calibrated log-odds. */
export function calledShares(
  videos: readonly Compared[],
  which: Stage,
  calibration: Calibration,
  least: number,
): { caught: number; falseAlarms: number } {
  const share = (fake: boolean) =>
    shareAbove(
      videos.filter((video) => video.fake === fake).map((video) => logOdds(calibration, video[which])),
      least,
    );
  return { caught: share(true), falseAlarms: share(false) };
}

/**
 * Share, 0…1, of manipulated videos that score above all but this share of the genuine ones: what is caught wherever the threshold
 * lies that has so many false alarms, so that a threshold that moved is not mistaken for one that separates less.
 */
export function caughtAt(videos: readonly Compared[], which: Stage, falseAlarms: number): number {
  const curve = rocCurve(videos.map((video) => ({ ...video, score: video[which] })));
  return curve ? caughtOn(curve, falseAlarms) : Number.NaN;
}

/** Share of right decisions on a site with so many manipulated videos as the run's site showed. */
function accuracyAt(
  { target, shown }: Outcome,
  which: Stage,
  calibration: Calibration,
  least: number,
): number {
  const { caught, falseAlarms } = calledShares(target, which, calibration, least);
  return shown * caught + (1 - shown) * (1 - falseAlarms);
}

/** At even odds. */
export function accuracy(outcome: Outcome, which: Stage, calibration: Calibration): number {
  return accuracyAt(outcome, which, calibration, 0);
}

/** Of the network as it was installed, its odds corrected for the site's estimated share of manipulated faces (Saerens et al. 2002). */
export function correctedAccuracy(outcome: Outcome, calibration: Calibration): number {
  const { estimated } = outcome;
  return accuracyAt(outcome, 'before', calibration, -Math.log(estimated / (1 - estimated)));
}
