import { BackendPreferenceSchema, BackendSchema } from '../contracts/backend.ts';
import { finite, share } from '../contracts/numbers.ts';
import { SelfTestSchema } from '../contracts/self-test.ts';
import * as v from 'valibot';
import {
  BoxSchema,
  QualitySchema,
  UncheckedReasonSchema,
  VideoStateSchema,
  degrees,
  pictureUpTo,
  VerdictSchema,
} from '../verdict/types.ts';
import { INTERFERENCES } from '../verdict/interference.ts';
import { PlanesSchema } from './planes.ts';
import { PixelsSchema } from './pixels.ts';

/** Schemas shared by several messages. Limits are generous bounds against nonsense, not policy. */

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e9));
const milliseconds = v.pipe(v.number(), v.finite(), v.minValue(0));
const nativeSide = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(32768));
/** Of a tab, or of a frame in one. */
export const tabId = v.pipe(v.number(), v.integer(), v.minValue(0));
/** A web address, a blob: or a data: URL; empty where the page gives none. */
const address = v.pipe(v.string(), v.maxLength(1_000_000));

export const originPattern = v.pipe(v.string(), v.regex(/^https?:\/\/[^/\s*]+$/));

/**
 * Names one video under one source. `video` is drawn at random by the content script once per element;
 * `epoch` counts that element's sources. Tab and frame are added from the sender by the receiver, never trusted from the payload.
 */
export const VideoKeySchema = v.object({
  video: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/)),
  epoch: count,
});
export type VideoKey = v.InferOutput<typeof VideoKeySchema>;

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
  /** Scenes of this source that came after a verdict, this one included. */
  scene: v.optional(count, 0),
  /** Degrees, clockwise, by which the page shows the frame turned still, as it comes; missing where it shows it upright. */
  shownTurned: v.optional(degrees),
};

/** Longer side in px of the picture in which faces are looked for. */
export const DETECTION_SIDE = 640;

export const DetectRequestSchema = v.pipe(
  v.object({
    ...frameFields,
    quality: QualitySchema,
    /** Size of the retained frame in its own pixels. */
    nativeWidth: nativeSide,
    nativeHeight: nativeSide,
    /** Parts of the frame over which something else than the video is painted. */
    covered: v.optional(v.pipe(v.array(BoxSchema), v.maxLength(100)), []),
    /** The whole frame, shrunk to {@link DETECTION_SIDE} if it is larger. */
    frame: PixelsSchema,
  }),
  v.check(({ nativeWidth, nativeHeight, frame }) => {
    const scale = Math.min(1, DETECTION_SIDE / Math.max(nativeWidth, nativeHeight));
    return (
      Math.abs(frame.width - nativeWidth * scale) <= 1 && Math.abs(frame.height - nativeHeight * scale) <= 1
    );
  }, `A frame must be the native one, shrunk to at most ${DETECTION_SIDE} px`),
);

/** A face to be cut out at native resolution: an integer rectangle in native pixels, inside the frame. */
const CropRegionSchema = v.object({
  face: count,
  x: count,
  y: count,
  width: nativeSide,
  height: nativeSide,
});

const ticketName = v.pipe(v.string(), v.maxLength(64));

export const DetectResponseSchema = v.variant('status', [
  v.object({
    status: v.literal('faces'),
    /** Names this frame's detection in the `engine.judge` request that follows within 10 s. */
    ticket: ticketName,
    regions: v.pipe(v.array(CropRegionSchema), v.maxLength(16)),
  }),
  /** No usable face in this frame: the state after counting it. No `judge` follows. */
  JudgedSchema,
  SupersededSchema,
  FailureSchema,
]);

export const JudgeRequestSchema = v.object({
  key: VideoKeySchema,
  ticket: ticketName,
  crops: v.pipe(v.array(v.object({ face: count, pixels: PixelsSchema })), v.maxLength(16)),
});

export const JudgeResponseSchema = v.variant('status', [JudgedSchema, SupersededSchema, FailureSchema]);
export type JudgeResponse = v.InferOutput<typeof JudgeResponseSchema>;

/** Numbers of a descriptor: dlib's face network has so many. */
const DESCRIPTOR_LENGTH = 128;

/** Of each face: where it is, in shares of the frame, its longer side in native pixels, see `detail.ts`, and who it is, in numbers. */
const DescribedFaceSchema = v.object({
  box: BoxSchema,
  side: finite,
  detail: share,
  descriptor: v.pipe(v.array(finite), v.length(DESCRIPTOR_LENGTH)),
});
export type DescribedFace = v.InferOutput<typeof DescribedFaceSchema>;

export const DescribeResponseSchema = v.variant('status', [
  v.object({ status: v.literal('described'), faces: v.pipe(v.array(DescribedFaceSchema), v.maxLength(16)) }),
  SupersededSchema,
  FailureSchema,
]);

/** Degrees, clockwise, by which the page turns the video and the frame is turned before it is judged. */
const rotation = v.optional(v.picklist([0, 90, 180, 270]), 0);

export const LookRequestSchema = v.object({ ...frameFields, rotation, planes: PlanesSchema });

/** Tier 2: the engine plays the file in its own player, at this time, and answers as `judge` does. */
export const LookAtRequestSchema = v.object({
  ...frameFields,
  url: v.pipe(address, v.regex(/^https?:\/\//)),
  rotation,
  /** Where in the file, as a share of its length, instead of at `timeMs`. */
  share: v.optional(share),
});

/** Tier 2: whether the file shows another scene at this time than in the frame judged last. Nothing is judged. */
export const GlanceRequestSchema = v.object({ key: VideoKeySchema, timeMs: milliseconds, url: address });

/** The part of the settings that the engine works by; see `src/settings/schema.ts`. */
export const EngineSettingsSchema = v.object({
  backend: BackendPreferenceSchema,
  /** The user keeps a history, so that videos are to be found in it again. */
  history: v.boolean(),
  /** Origins whose switch "adapt to this site" is on. */
  adapt: v.array(originPattern),
});
export type EngineSettings = v.InferOutput<typeof EngineSettingsSchema>;

export const EngineStatusSchema = v.object({
  phase: v.picklist(['starting', 'ready', 'failed']),
  /** Set if `failed`. */
  reason: v.nullable(UncheckedReasonSchema),
  /** Differs after every restart of the engine page. */
  bootId: v.string(),
  modelVersion: v.string(),
  backend: v.nullable(BackendSchema),
  selfTests: v.array(SelfTestSchema),
  /** Medians over the last frames; null before the first. */
  msPerDetection: v.nullable(v.number()),
  msPerFace: v.nullable(v.number()),
  queueLength: count,
  framesDetected: count,
  facesJudged: count,
});
export type EngineStatus = v.InferOutput<typeof EngineStatusSchema>;

/** Corner of the video in which the badge sits; logical, so it mirrors in right-to-left pages. */
export const CORNERS = ['top-start', 'top-end', 'bottom-start', 'bottom-end'] as const;

/** `findings`: of videos that nobody asked about, only *Likely manipulated* and *Unclear* get a badge. */
export const BADGES = ['all', 'findings'] as const;

/** `saver`: few frames at a time. `mains`: nothing is checked by itself while the computer runs on its battery. */
export const ENERGIES = ['full', 'saver', 'mains'] as const;

/** How large the badge is; `small`: the icon alone. */
export const BADGE_SIZES = ['small', 'medium', 'large'] as const;

/** The part of the settings that content scripts work by; see `src/settings/schema.ts`. */
export const PageSettingsSchema = v.object({
  corner: v.picklist(CORNERS),
  screenCapture: v.boolean(),
  badges: v.picklist(BADGES),
  badgeSize: v.picklist(BADGE_SIZES),
  energy: v.picklist(ENERGIES),
});
export type PageSettings = v.InferOutput<typeof PageSettingsSchema>;

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
  poster: pictureUpTo(64_000),
  /** Words that tell one video of a page from another: its label, title or the time; may be empty. */
  label: v.pipe(v.string(), v.maxLength(200)),
  /** What the page does to the badge; missing where it does nothing. */
  interference: v.optional(v.picklist(INTERFERENCES)),
});
export type VideoReport = v.InferOutput<typeof VideoReportSchema>;

/** What was said of a video that looks like this one, when it was checked before. */
export const BeforeSchema = v.object({
  /** ms since 1970. */
  at: v.pipe(v.number(), v.minValue(0)),
  /** Host of the page it was on. */
  site: v.pipe(v.string(), v.maxLength(255)),
  verdict: VerdictSchema,
});
export type Before = v.InferOutput<typeof BeforeSchema>;

/** A report with where it came from, as stamped by the browser. */
export const LedgerEntrySchema = v.object({
  ...VideoReportSchema.entries,
  tabId: v.number(),
  frameId: v.number(),
  updatedAt: v.number(),
  before: v.optional(BeforeSchema),
});
export type LedgerEntry = v.InferOutput<typeof LedgerEntrySchema>;

export const TabReportSchema = v.object({
  /** `https://example.com`; empty for pages on which extensions may not run. */
  origin: v.string(),
  /** Host access to that origin. `unsupported`: browser pages, stores. */
  access: v.picklist(['granted', 'none', 'unsupported']),
  /** What kind of page it is; `browser` where the browser hides the address, as it does of its own pages and its store. */
  page: v.picklist(['web', 'browser', 'store', 'file', 'own']),
  /** The site's switch "check videos on this site". Never true without access. */
  check: v.boolean(),
  /** The settings say that no site is checked by itself. */
  paused: v.boolean(),
  /** The site's switch "adapt to this site". Never true without `check`. */
  adapt: v.boolean(),
  /** A private window: nothing of it is ever learned from. */
  private: v.boolean(),
  /** Worst verdict first. */
  videos: v.array(LedgerEntrySchema),
});
export type TabReport = v.InferOutput<typeof TabReportSchema>;

/** A page of which a content script asks for a file, as the browser stamped it. */
export const AskingPageSchema = v.object({
  tabId,
  frameId: tabId,
  documentId: v.string(),
  origin: v.nullable(v.string()),
});
export type AskingPage = v.InferOutput<typeof AskingPageSchema>;

/** A rectangle of the viewport in CSS pixels. */
export const ViewportRectSchema = v.object({ x: finite, y: finite, width: finite, height: finite });
export type Rect = v.InferOutput<typeof ViewportRectSchema>;

export const CaptureResponseSchema = v.variant('status', [
  v.object({ status: v.literal('captured'), pixels: PixelsSchema }),
  FailureSchema,
]);
export { address as AddressSchema };
