import { FAKE_RATE } from '../tunables.ts';

/**
 * Domain weights for a site whose share of manipulated faces is not the source's. Aligning a half-fake source with a mostly genuine
 * site forces errors: source error + target error ≥ |difference of the shares|. Importance weights (Tachet des Combes et al. 2020)
 * give the source's classes the site's estimated shares first. The same rule as training/adapt/label_shift.py.
 */

/** Shares, 0…1, that the network calls manipulated: of the site's faces, of the source's manipulated and of its genuine ones. */
export interface CalledShares {
  site: number;
  manipulated: number;
  genuine: number;
}

/**
 * The site's share of manipulated faces, in closed form for two classes, within the limits. It holds where the network errs alike
 * on both; a network no better than chance on the source says nothing: then the upper limit, which corrects least.
 */
export function estimatedFakeRate({ site, manipulated, genuine }: CalledShares): number {
  if (manipulated - genuine < 1e-6) return FAKE_RATE.most;
  return cappedFakeRate((site - genuine) / (manipulated - genuine));
}

/** A share within the limits. */
export function cappedFakeRate(rate: number): number {
  return Math.min(FAKE_RATE.most, Math.max(FAKE_RATE.least, rate));
}

/** A new estimate counts half, since the network moves while it is measured. @param former null before the first. */
export function smoothedFakeRate(former: number | null, shares: CalledShares): number {
  const now = estimatedFakeRate(shares);
  return former === null ? now : FAKE_RATE.kept * former + (1 - FAKE_RATE.kept) * now;
}

/** Weights of the source's classes in the domain loss, for a source half of which is manipulated; their mean over it is 1. */
export function classWeights(fakeRate: number): { genuine: number; manipulated: number } {
  return { genuine: 2 * (1 - fakeRate), manipulated: 2 * fakeRate };
}
