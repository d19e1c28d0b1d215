import * as v from 'valibot';
import {
  BACKENDS,
  QUALITIES,
  UNCHECKED_REASONS,
  UNCLEAR_REASONS,
  type VideoState,
} from '../verdict/types.ts';
import { HEAT_SIDE } from '../verdict/heat.ts';
import { PixelsSchema } from './pixels.ts';

/** Schemas shared by several messages. Limits are generous bounds against nonsense, not policy. */

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e9));
const probability = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const milliseconds = v.pipe(v.number(), v.finite(), v.minValue(0));
const nativeSide = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(32768));
/** A web address, a blob: or a data: URL; empty where the page gives none. */
const address = v.pipe(v.string(), v.maxLength(1_000_000));

export const originPattern = v.pipe(v.string(), v.regex(/^https?:\/\/[^/\s*]+$/));

const QualitySchema = v.picklist(QUALITIES);
const UncheckedReasonSchema = v.picklist(UNCHECKED_REASONS);

/**
 * Names one video under one source. `video` is drawn at random by the content script once per element;
 * `epoch` counts that element's sources. Tab and frame are added from the sender by the receiver, never trusted from the payload.
 */
export const VideoKeySchema = v.object({
  video: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/)),
  epoch: count,
});
export type VideoKey = v.InferOutput<typeof VideoKeySchema>;

const finite = v.pipe(v.number(), v.finite());
/** In fractions of the frame. */
const BoxSchema = v.object({ x: finite, y: finite, width: finite, height: finite });

const VerdictSchema = v.variant('kind', [
  v.object({ kind: v.literal('noSign') }),
  v.object({ kind: v.literal('manipulated') }),
  v.object({ kind: v.literal('unclear'), reason: v.picklist(UNCLEAR_REASONS) }),
  v.object({ kind: v.literal('notChecked'), reason: UncheckedReasonSchema }),
]);

const FaceSummarySchema = v.object({
  track: count,
  probability,
  verdict: VerdictSchema,
  frames: count,
  box: BoxSchema,
  timeline: v.pipe(v.array(v.object({ timeMs: milliseconds, probability })), v.maxLength(256)),
  thumbnail: v.pipe(v.string(), v.maxLength(64_000), v.regex(/^(data:image\/(webp|png|jpeg);base64,.*)?$/)),
  mask: v.optional(v.pipe(v.array(probability), v.length(HEAT_SIDE * HEAT_SIDE))),
});

export const VideoStateSchema = v.object({
  phase: v.picklist(['checking', 'done']),
  verdict: VerdictSchema,
  probability: v.nullable(probability),
  framesSeen: count,
  framesJudged: count,
  framesWanted: count,
  faces: v.pipe(v.array(FaceSummarySchema), v.maxLength(64)),
  quality: QualitySchema,
  modelVersion: v.string(),
  backend: v.nullable(v.picklist(BACKENDS)),
  precisionWhereRare: v.optional(probability),
}) satisfies v.GenericSchema<VideoState>;

/** What went wrong with one frame, so that the asker can say so or try another way. */
const FailureSchema = v.object({ status: v.literal('failed'), reason: UncheckedReasonSchema });
/** A newer frame of the same video, or a newer source, made this one worthless. */
const SupersededSchema = v.object({ status: v.literal('superseded') });
const JudgedSchema = v.object({ status: v.literal('judged'), state: VideoStateSchema });

/** Fields every request to look at a frame carries. */
const frameFields = {
  key: VideoKeySchema,
  /** True if the user asked for this video by hand: it goes first in the queue. */
  asked: v.boolean(),
  /** At least half of the video is on the screen. */
  visible: v.boolean(),
  timeMs: milliseconds,
};

export const DetectRequestSchema = v.object({
  ...frameFields,
  quality: QualitySchema,
  /** Size of the retained frame in its own pixels. */
  nativeWidth: nativeSide,
  nativeHeight: nativeSide,
  /** The whole frame, at most 640 px on its longer side. */
  frame: PixelsSchema,
});

/** A face to be cut out at native resolution: an integer rectangle in native pixels, inside the frame. */
const CropRegionSchema = v.object({
  face: count,
  x: count,
  y: count,
  width: nativeSide,
  height: nativeSide,
});

export const DetectResponseSchema = v.variant('status', [
  v.object({
    status: v.literal('faces'),
    /** Names this frame's detection in the `engine.judge` request that follows within 10 s. */
    ticket: v.string(),
    regions: v.pipe(v.array(CropRegionSchema), v.maxLength(16)),
  }),
  /** No usable face in this frame: the state after counting it. No `judge` follows. */
  JudgedSchema,
  SupersededSchema,
  FailureSchema,
]);

export const JudgeRequestSchema = v.object({
  key: VideoKeySchema,
  ticket: v.string(),
  crops: v.pipe(v.array(v.object({ face: count, pixels: PixelsSchema })), v.maxLength(16)),
});

export const JudgeResponseSchema = v.variant('status', [JudgedSchema, SupersededSchema, FailureSchema]);
export type JudgeResponse = v.InferOutput<typeof JudgeResponseSchema>;

/** Tier 2: the engine plays the file in its own player, at this time, and answers as `judge` does. */
export const LookAtRequestSchema = v.object({ ...frameFields, url: address });

/** The part of the settings that the engine works by; see `src/settings/schema.ts`. */
export const EngineSettingsSchema = v.object({
  aggregation: v.picklist(['calibrated', 'majority']),
  backend: v.picklist(['auto', ...BACKENDS]),
  /** Origins whose switch "adapt to this site" is on. */
  adapt: v.array(originPattern),
});
export type EngineSettings = v.InferOutput<typeof EngineSettingsSchema>;

const SelfTestSchema = v.object({
  backend: v.picklist(BACKENDS),
  passed: v.boolean(),
  /** Why it was passed over, or what differed; empty if it passed. */
  detail: v.string(),
  /** Largest |Δlogit| against the golden vectors; null if it never ran. */
  worst: v.nullable(v.number()),
  /** ms for one face after warm-up; null if it never ran. */
  msPerFace: v.nullable(v.number()),
});

export const EngineStatusSchema = v.object({
  phase: v.picklist(['starting', 'ready', 'failed']),
  /** Set if `failed`. */
  reason: v.nullable(UncheckedReasonSchema),
  /** Differs after every restart of the engine page. */
  bootId: v.string(),
  modelVersion: v.string(),
  backend: v.nullable(v.picklist(BACKENDS)),
  selfTests: v.array(SelfTestSchema),
  /** Medians over the last frames; null before the first. */
  msPerDetection: v.nullable(v.number()),
  msPerFace: v.nullable(v.number()),
  queueLength: count,
  framesDetected: count,
  facesJudged: count,
});
export type EngineStatus = v.InferOutput<typeof EngineStatusSchema>;

/** What a content script tells of one of its videos, and what the ledger keeps. */
export const VideoReportSchema = v.object({
  key: VideoKeySchema,
  /** `waiting` until the first frame is answered; `idle` if not to be checked unless asked for. */
  phase: v.picklist(['idle', 'waiting', 'checking', 'done']),
  /** The last state; null before the first. */
  state: v.nullable(VideoStateSchema),
  /** Set if `done` without a state, or overriding it. */
  failure: v.nullable(UncheckedReasonSchema),
  /** Asked for by the user. */
  asked: v.boolean(),
  /** Host of the media file if the failure is `mediaPermission`; else empty. */
  mediaHost: v.pipe(v.string(), v.maxLength(255)),
  /** A small picture of the video for the popup: `data:image/…`, or empty. */
  poster: v.pipe(v.string(), v.maxLength(64_000), v.regex(/^(data:image\/(webp|png|jpeg);base64,.*)?$/)),
  /** Words that tell one video of a page from another: its label, title or the time; may be empty. */
  label: v.pipe(v.string(), v.maxLength(200)),
});
export type VideoReport = v.InferOutput<typeof VideoReportSchema>;

/** A report with where it came from, as stamped by the browser. */
export const LedgerEntrySchema = v.object({
  ...VideoReportSchema.entries,
  tabId: v.number(),
  frameId: v.number(),
  updatedAt: v.number(),
});
export type LedgerEntry = v.InferOutput<typeof LedgerEntrySchema>;

export const TabReportSchema = v.object({
  /** `https://example.com`; empty for pages on which extensions may not run. */
  origin: v.string(),
  /** Host access to that origin. `unsupported`: browser pages, stores. */
  access: v.picklist(['granted', 'none', 'unsupported']),
  /** The site's switch "check videos on this site". Never true without access. */
  check: v.boolean(),
  /** The site's switch "adapt to this site". Never true without `check`. */
  adapt: v.boolean(),
  /** A private window: nothing of it is ever learned from. */
  private: v.boolean(),
  /** Worst verdict first. */
  videos: v.array(LedgerEntrySchema),
});
export type TabReport = v.InferOutput<typeof TabReportSchema>;

/** A rectangle of the viewport in CSS pixels. */
export const ViewportRectSchema = v.object({ x: finite, y: finite, width: finite, height: finite });
export type Rect = v.InferOutput<typeof ViewportRectSchema>;

export const CaptureResponseSchema = v.variant('status', [
  v.object({ status: v.literal('captured'), pixels: PixelsSchema }),
  FailureSchema,
]);
export { address as AddressSchema };
