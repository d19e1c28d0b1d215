import { readFile, writeFile } from 'node:fs/promises';
import * as v from 'valibot';
import { UNCHECKED_REASONS, UNCLEAR_REASONS, VERDICT_KINDS } from '../../src/verdict/types.ts';

/**
 * What the measuring half of `npm run evaluate` hands to the reporting half: one score for each item (a video, a picture,
 * or a clip given as pictures) under each condition.
 */

const finite = v.pipe(v.number(), v.finite());
const probability = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const ScoredFrameSchema = v.object({
  /** Media time in seconds. */
  time: finite,
  /** The network's own output, before calibration. */
  logit: finite,
  /** Calibrated, 0…1, of manipulation. */
  probability,
  /** Distance of the feature from those of training; above 1 the face is unfamiliar. */
  distance: finite,
  /** Longer side of the face's box in native pixels. */
  side: finite,
  /** Of the network's input, whatever its contrast; low where it is blurred (src/detector/sharpness.ts). */
  sharpness: v.optional(finite),
  /** Standard deviation of the noise in its brightness, in steps of 255 (src/detector/noise.ts). */
  noise: v.optional(finite),
  /** Share of the detail that its size promises (src/detector/detail.ts). */
  detail: v.optional(finite),
  /** Strokes of lettering over it, in a row (src/detector/lettering.ts). */
  lettering: v.optional(finite),
  /** Share of it that a flat picture covers (src/detector/graphics.ts). */
  graphic: v.optional(finite),
  /** Degrees by which it leans, and by which it is turned aside (src/detector/pose.ts). */
  roll: v.optional(finite),
  yaw: v.optional(finite),
  /** The network's feature vector; only where it was asked for. */
  feature: v.optional(v.array(finite)),
});
export type ScoredFrame = v.InferOutput<typeof ScoredFrameSchema>;

export const ScoredItemSchema = v.object({
  /** Relative to the manifest; of a clip given as pictures what their names have in common. */
  path: v.string(),
  dataset: v.string(),
  label: v.picklist(['real', 'fake']),
  method: v.string(),
  group: v.string(),
  kind: v.picklist(['image', 'video']),
  /** `as is`, or what was done to the item: `h264 crf 28`, `jpeg 50`, `resize 0.5`, `blur 1`, `noise 4`. */
  condition: v.string(),
  /** `unreadable`: no frame of it could be looked at, for the reason in `detail`. */
  outcome: v.picklist(['judged', 'noFace', 'unreadable']),
  detail: v.optional(v.string()),
  /** The extension's probability for the whole item (a video: its most suspicious face); null if it was not judged. */
  probability: v.nullable(probability),
  verdict: v.picklist(VERDICT_KINDS),
  /** Of `unclear` and `notChecked`. */
  reason: v.optional(v.picklist([...UNCLEAR_REASONS, ...UNCHECKED_REASONS])),
  /** What made a file of it that the browser decodes, without loss: "ffmpeg 7.1". */
  convertedBy: v.optional(v.string()),
  /** The frames of the face that decided, in order of time; of a picture, its one face. */
  frames: v.array(ScoredFrameSchema),
  /** Version of the detector. */
  model: v.string(),
  backend: v.string(),
});
export type ScoredItem = v.InferOutput<typeof ScoredItemSchema>;

/**
 * Writes a file of scores: one line of JSON for each item and condition, its fields in the order of the schema, so that
 * the same scores make the same file whether they were measured or remembered.
 */
export async function writeScores(file: string, items: readonly ScoredItem[]): Promise<void> {
  await writeFile(file, items.map((item) => `${JSON.stringify(v.parse(ScoredItemSchema, item))}\n`).join(''));
}

/** @throws Error naming the line that is no score. */
export async function readScores(file: string): Promise<ScoredItem[]> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.flatMap((line, index) => {
    if (line === '') return [];
    try {
      return [v.parse(ScoredItemSchema, JSON.parse(line))];
    } catch (error) {
      throw new Error(`${file}, line ${index + 1}: this is no score; make the file anew`, { cause: error });
    }
  });
}
