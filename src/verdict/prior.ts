import type { ThresholdRates } from '../contracts/threshold-rates.ts';

/** What a verdict is worth depends on how many videos are manipulated, which no detector knows. */

/** The share of manipulated videos by which verdicts are explained. First choice; nobody knows the true one. */
export const RARE = 0.01;

/** A false positive rate of none in n is below this bound in 95 of 100 such measurements. */
const CONFIDENCE = 0.95;

/**
 * The false positive rate to reckon with. None seen does not mean that there are none: instead of 0 stands the exact upper
 * bound for 0 of n, about 3 / n. How many of the videos were genuine is not told; half of them is taken.
 */
function falsePositiveBound({ falsePositiveRate, videos }: ThresholdRates): number {
  if (falsePositiveRate > 0) return falsePositiveRate;
  return 1 - (1 - CONFIDENCE) ** (1 / Math.max(1, videos / 2));
}

/**
 * How many of the alarms would be right among videos of which only a few are manipulated: the precision, by Bayes' rule.
 * @param prevalence share of manipulated videos, 0…1.
 * @param caught share of them that is flagged, 0…1.
 * @param falseAlarms share of genuine ones that is flagged, 0…1.
 * @returns 0…1; null if nothing is ever flagged.
 */
export function precision(prevalence: number, caught: number, falseAlarms: number): number | null {
  const right = prevalence * caught;
  const all = right + (1 - prevalence) * falseAlarms;
  return all > 0 ? right / all : null;
}

/**
 * Share of the videos called "likely manipulated" that really are.
 * @param prevalence share of manipulated videos among all, 0…1.
 * @returns 0…1.
 */
export function precisionAt(prevalence: number, rates: ThresholdRates): number {
  return precision(prevalence, rates.truePositiveRate, falsePositiveBound(rates)) ?? 0;
}
