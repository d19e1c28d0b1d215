import * as v from 'valibot';
import { CredentialsSchema } from './credentials/credentials.ts';
import { ComparisonSchema } from '../../verdict/comparison/types.ts';
import { finite, share } from '../../contracts/numbers.ts';
import { BoxSchema, UncheckedReasonSchema, VideoStateSchema, pictureUpTo } from '../../verdict/types.ts';

/** What is kept of one check: all that the page, its reports and the list show again without the medium. */

const time = v.pipe(finite, v.minValue(0));
const picture = pictureUpTo(400_000);
const text = v.pipe(v.string(), v.maxLength(4000));

/** A frame that was judged: its picture and the faces in it. */
const JudgedFrameSchema = v.object({
  timeMs: time,
  picture,
  faces: v.pipe(
    v.array(
      v.object({
        track: v.pipe(v.number(), v.integer(), v.minValue(1)),
        /** In fractions of the frame. */
        box: BoxSchema,
        probability: share,
      }),
    ),
    v.maxLength(64),
  ),
});
export type JudgedFrame = v.InferOutput<typeof JudgedFrameSchema>;

const ShotSchema = v.object({ fromMs: time, toMs: time });
export type Shot = v.InferOutput<typeof ShotSchema>;

export const CheckRecordSchema = v.object({
  format: v.literal(1),
  id: v.pipe(v.string(), v.uuid()),
  /** In ms since 1970. */
  checkedAt: time,
  name: text,
  source: v.variant('kind', [
    v.object({
      kind: v.literal('file'),
      bytes: time,
      /** Null until all of the file was read. */
      sha256: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
    }),
    v.object({
      kind: v.literal('address'),
      url: v.pipe(v.string(), v.regex(/^https?:\/\//), v.maxLength(8000)),
    }),
  ]),
  /** Frames asked for; null where length and shots decided. */
  framesAsked: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))),
  /** Null if no frame was answered. */
  state: v.nullable(VideoStateSchema),
  /** Why it could not be checked, if so. */
  failure: v.nullable(UncheckedReasonSchema),
  /** What the browser does not decode, where that is known and the reason. */
  codec: v.optional(text),
  /** What made of the file one that the browser decodes: its frames are judged, of the file itself is the hash. */
  convertedBy: v.optional(text),
  /** What the check took. */
  ms: time,
  /** Of the medium, in ms; 0 for a still picture. */
  durationMs: time,
  /** Of the medium, in pixels; 0 where it was not opened. */
  width: time,
  height: time,
  frames: v.pipe(v.array(JudgedFrameSchema), v.maxLength(512)),
  shots: v.pipe(v.array(ShotSchema), v.maxLength(1024)),
  /** Content Credentials; null if the file has none, missing if it was not looked for any. */
  credentials: v.optional(v.nullable(CredentialsSchema)),
  /** What a comparison with genuine videos of the same person came to, if one was made. */
  comparison: v.optional(ComparisonSchema),
  /** A small picture of the medium. */
  poster: picture,
  /** Version of the extension. */
  extension: text,
});
export type CheckRecord = v.InferOutput<typeof CheckRecordSchema>;
