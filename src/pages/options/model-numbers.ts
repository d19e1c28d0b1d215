import * as v from 'valibot';
import { BandSchema } from '../../contracts/band.ts';
import { ThresholdRatesSchema } from '../../contracts/threshold-rates.ts';

/** What the network's own files tell of it, as far as people are told. */
const ModelNumbersSchema = v.object({
  modelVersion: v.pipe(v.string(), v.minLength(1)),
  /** Of frames, and of videos where those have their own. */
  thresholds: v.object({ ...BandSchema.entries, video: v.optional(BandSchema) }),
  atThreshold: v.optional(ThresholdRatesSchema),
});
export type ModelNumbers = v.InferOutput<typeof ModelNumbersSchema>;

/** @throws ValiError if it is not what it should be. */
export function parseModelNumbers(json: unknown): ModelNumbers {
  return v.parse(ModelNumbersSchema, json);
}
