/** The network's optional output "mask": for each of 8×8 fields of the crop, row by row, whether it was blended in. */

/** Fields along a side; each is 16 × 16 px of the crop. */
export const MASK_SIDE = 8;
export const MASK_FIELDS = MASK_SIDE * MASK_SIDE;

/** 0…1 for the logit of a field. */
export function maskProbability(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
