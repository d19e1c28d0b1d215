import * as v from 'valibot';
import { count } from './numbers.ts';

/** What is kept of one site. */
export const UsageSchema = v.object({
  origin: v.string(),
  faces: count,
  /** On disk, with the versions and an interrupted round. */
  bytes: count,
  /** The version in use; 0 is the original. */
  active: count,
});
export type Usage = v.InferOutput<typeof UsageSchema>;
