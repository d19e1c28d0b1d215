import * as v from 'valibot';
import { share } from './numbers.ts';

/** How often the threshold for "likely manipulated" is reached, measured on clips whose truth is known, of kinds the detector knows. */
export const ThresholdRatesSchema = v.object({
  /** Of the manipulated videos, 0…1. */
  truePositiveRate: share,
  /** Of the genuine videos, 0…1. */
  falsePositiveRate: share,
  /** Manipulated and genuine videos that were measured. */
  videos: v.pipe(v.number(), v.integer(), v.minValue(1)),
});
export type ThresholdRates = v.InferOutput<typeof ThresholdRatesSchema>;
