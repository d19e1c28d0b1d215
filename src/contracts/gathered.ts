import * as v from 'valibot';
import { count } from './numbers.ts';

/** How much must be gathered before a round may begin. */
export const NeededSchema = v.object({
  faces: count,
  videos: count,
  /** Distinct calendar days (UTC) on which faces were taken. */
  days: count,
});
export type Needed = v.InferOutput<typeof NeededSchema>;

/** What is kept of a site to learn from. */
export const GatheredSchema = v.object({
  ...NeededSchema.entries,
  /** Videos marked as trusted. */
  trusted: count,
  /** On disk, with the versions and an interrupted round. */
  bytes: count,
});
export type Gathered = v.InferOutput<typeof GatheredSchema>;
