/** The network's optional output "mask": for each of 8×8 fields of the crop, row by row, whether it was blended in. */

/** Fields along a side; each is 16 × 16 px of the crop. */
export const MASK_SIDE = 8;
export const MASK_FIELDS = MASK_SIDE * MASK_SIDE;

/** 0…1 for the logit of a field. */
export function maskProbability(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** Fields that speak for the whole face: where only a mouth was changed, few know it. docs/RESULTS.md has what they add. */
export const SUSPICIOUS_FIELDS = 8;

/** The mean of the most suspicious fields, a logit. The calibration is made with the same number of them (training/judge.py). */
export function suspicion(logits: ArrayLike<number>): number {
  const worst = Array.from(logits)
    .sort((a, b) => b - a)
    .slice(0, SUSPICIOUS_FIELDS);
  return worst.reduce((sum, logit) => sum + logit, 0) / worst.length;
}
