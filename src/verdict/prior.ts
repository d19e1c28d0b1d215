/** What a verdict is worth depends on how many videos are manipulated, which no detector knows. */

/** How often the threshold for "likely manipulated" is reached, measured on videos whose truth is known. */
export interface ThresholdRates {
  /** Of the manipulated videos, 0…1. */
  truePositiveRate: number;
  /** Of the genuine videos, 0…1. */
  falsePositiveRate: number;
  /** Manipulated and genuine videos that were measured. */
  videos: number;
}

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
 * Share of the videos called "likely manipulated" that really are (the precision, by Bayes' rule).
 * @param prevalence share of manipulated videos among all, 0…1.
 * @returns 0…1.
 */
export function precisionAt(prevalence: number, rates: ThresholdRates): number {
  const right = prevalence * rates.truePositiveRate;
  const wrong = (1 - prevalence) * falsePositiveBound(rates);
  return right + wrong > 0 ? right / (right + wrong) : 0;
}
