import * as v from 'valibot';
import { moment } from './numbers.ts';

/** What the user said of a video: "I trust this video", "I think this is fake". */
export const MARKS = ['trusted', 'fake'] as const;
export type Mark = (typeof MARKS)[number];

export const MarkSchema = v.picklist(MARKS);

/** A video of a site with its mark. */
export const MarkedVideoSchema = v.object({
  /** Its name in samples and scores. */
  video: v.pipe(v.string(), v.nonEmpty(), v.maxLength(100)),
  mark: MarkSchema,
  /** When it was given, ms since 1970. */
  at: moment,
});
export type MarkedVideo = v.InferOutput<typeof MarkedVideoSchema>;
