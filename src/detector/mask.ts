import { MASK_SIDE } from './network-shape.ts';

/** The network's optional output "mask": for each field of the crop, row by row, whether it was blended in. */

export { MASK_SIDE };
export const MASK_FIELDS = MASK_SIDE * MASK_SIDE;

/** 0…1 for the logit of a field. */
export function maskProbability(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** The most suspicious fields of a face, an eighth, which the summary at the cut tells of (see `cut.ts`). */
export const SUSPICIOUS_FIELDS = Math.floor(MASK_FIELDS / 8);
