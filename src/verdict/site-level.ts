import type { Band } from '../contracts/band.ts';
import type { SiteSide } from './types.ts';
import { logit, sigmoid, type Thresholds } from './aggregation/aggregation.ts';

/** How far the thresholds are set apart for a site whose genuine videos score otherwise than the source's; in log-odds. */
export interface SiteLevel {
  manipulated: number;
  noSign: number;
}

/** @returns the same thresholds where nothing is moved. */
export function thresholdsAt(thresholds: Thresholds, level: SiteLevel | null): Thresholds {
  if (!isMoved(level)) return thresholds;
  const moved = ({ manipulated, noSign }: Band): Band => ({
    manipulated: sigmoid(logit(manipulated) + level.manipulated),
    noSign: sigmoid(logit(noSign) + level.noSign),
  });
  const { video } = thresholds;
  return { ...thresholds, ...moved(thresholds), ...(video && { video: moved(video) }) };
}

/** Whether a site's scores run higher or lower than those that the thresholds were made for. */
export function sideOf(level: SiteLevel | null): SiteSide | undefined {
  if (!isMoved(level)) return undefined;
  return level.manipulated > 0 ? 'higher' : 'lower';
}

function isMoved(level: SiteLevel | null): level is SiteLevel {
  return level !== null && (level.manipulated !== 0 || level.noSign !== 0);
}
