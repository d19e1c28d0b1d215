import * as v from 'valibot';
import { share } from './numbers.ts';

/** Probabilities, 0…1, that separate the verdicts: from `manipulated` on, up to `noSign`. Between them is "unclear". */
export const BandSchema = v.object({ manipulated: share, noSign: share });
export type Band = v.InferOutput<typeof BandSchema>;
