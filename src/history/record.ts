import * as v from 'valibot';
import { moment, count } from '../contracts/numbers.ts';
import { HashesSchema, VerdictSchema } from '../verdict/types.ts';

/** What is kept of one checked video, if the user wants a history. No picture, but hashes of some frames; no address of the media file. */
export const HistoryRecordSchema = v.object({
  /** Names one source of one video of one page: its last verdict takes the place of those before. */
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(300)),
  at: moment,
  /** Address of the page, without what follows `#`. */
  page: v.pipe(v.string(), v.maxLength(2000), v.regex(/^https?:\/\//)),
  /** Host of the page: `example.com`. */
  site: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
  /** What the page calls the video; may be empty. */
  label: v.pipe(v.string(), v.maxLength(200)),
  verdict: VerdictSchema,
  faces: count,
  frames: count,
  modelVersion: v.pipe(v.string(), v.maxLength(200)),
  /** Of what was learned on the site, where that judged. */
  siteVersion: v.optional(count),
  /** By which it is found again. */
  hashes: v.optional(HashesSchema),
});
export type HistoryRecord = v.InferOutput<typeof HistoryRecordSchema>;
