import * as v from 'valibot';
import { BackendSchema } from '../contracts/backend.ts';
import { BandSchema } from '../contracts/band.ts';
import { count, finite, share as probability } from '../contracts/numbers.ts';

/**
 * What the engine says of one video: content, popup and engine all speak in these, messages and records are held against them. Limits
 * are generous bounds against nonsense, not policy.
 */

const milliseconds = v.pipe(finite, v.minValue(0));

/** The only four verdicts there are. None of them says "real" or "authentic". */
export const VERDICT_KINDS = ['noSign', 'unclear', 'manipulated', 'notChecked'] as const;
export type VerdictKind = (typeof VERDICT_KINDS)[number];

/** Why a video ended in "could not check". Each has words in `words.ts`. */
export const UNCHECKED_REASONS = [
  'noFace', // frames were read, none showed a face large enough to judge
  'protectedMedia', // DRM: the browser hides the pixels, and we do not work around it
  'mediaPermission', // the file lies on another host, for which access was not granted
  'secondAccess', // the page's player shows the file, but it did not open a second time in the engine's own
  'screenRefused', // the tab's picture could not be taken (no permission, tab not visible)
  'zoomed', // the page is zoomed in with two fingers, so that the tab's picture cannot be cut to the video
  'hidden', // the video is off-screen, hidden or too small to sample
  'noFrames', // the video never delivered a frame (not started, stalled, zero seconds)
  'noVideoTrack', // audio only
  'unsupportedCodec', // this browser cannot decode the file
  'unreadable', // not a media file
  'notPlayed', // the page's player got nothing that it can play; what came, it alone saw
  'damaged', // a media file by its first bytes that does not open, or an empty one
  'webPage', // a web page, or any text: what a download leaves that failed
  'playlist', // names the addresses of a video's parts, which are not fetched
  'document', // PDF, office, drawing
  'archive', // files packed together
  'tooLarge', // larger than the decoder's or our own memory limit
  'sourceChanged', // the element got another source while it was being checked
  'noModel', // weights missing or their checksum is wrong
  'selfTest', // no backend reproduced the golden vectors
  'faceDetector', // the face detector could not start (it needs WebGL)
  'tooSlow', // a piece of the engine's work did not end in time
  'engineLost', // the engine page could not be reached or died repeatedly
  'cancelled', // stopped by the user
] as const;
export type UncheckedReason = (typeof UNCHECKED_REASONS)[number];

/** Why a video that was judged is only "Unclear". */
export const UNCLEAR_REASONS = [
  'tooFewFrames', // fewer different frames with a face than a verdict needs
  'undecided', // the evidence lies between the limits
  'stretch', // a stretch of the video scores high, the rest does not
  'unfamiliar', // features unlike anything in training
  'smallFace', // faces below the size the network was validated on
  'turned', // most frames show the face turned further than the network was trained on
  'covered', // in most frames words or a picture were drawn over the face
  'lowDetail', // most frames hold less detail than their size promises: mosaic, strong compression, enlargement
  'blurred', // most frames of the face are too blurred to show traces
  'noisy', // most frames of the face are too noisy to show traces
  'disagreement', // frames contradict one another strongly
] as const;
export type UnclearReason = (typeof UNCLEAR_REASONS)[number];

/** Media time in ms of the first and the last frame of a part of a video. */
const StretchSchema = v.object({ fromMs: milliseconds, toMs: milliseconds });
export type Stretch = v.InferOutput<typeof StretchSchema>;

/** What of a video a verdict is about, where it is not all of it. */
const VerdictPartSchema = v.object({
  /** A run of frames with high scores. */
  stretch: v.optional(StretchSchema),
  /** One of several faces, by its track. */
  face: v.optional(v.object({ track: count, of: count })),
});
export type VerdictPart = v.InferOutput<typeof VerdictPartSchema>;

export const UncheckedReasonSchema = v.picklist(UNCHECKED_REASONS);

export const VerdictSchema = v.variant('kind', [
  v.object({ kind: v.literal('noSign') }),
  v.object({ kind: v.literal('manipulated'), part: v.optional(VerdictPartSchema) }),
  v.object({
    kind: v.literal('unclear'),
    reason: v.picklist(UNCLEAR_REASONS),
    part: v.optional(VerdictPartSchema),
  }),
  v.object({ kind: v.literal('notChecked'), reason: UncheckedReasonSchema }),
]);
export type Verdict = v.InferOutput<typeof VerdictSchema>;

/** How the pixels were got; shown with the result. */
export const QualitySchema = v.picklist(['direct', 'ownPlayer', 'screen', 'file']);
export type Quality = v.InferOutput<typeof QualitySchema>;

/** Axis-aligned box in fractions of the frame, 0…1 (may reach outside for faces cut by the edge). */
export const BoxSchema = v.object({ x: finite, y: finite, width: finite, height: finite });
export type Box = v.InferOutput<typeof BoxSchema>;

/** One judged frame of one face. `timeMs` is media time, `probability` calibrated, 0…1, of manipulation. */
const TimelinePointSchema = v.object({ timeMs: milliseconds, probability });
export type TimelinePoint = v.InferOutput<typeof TimelinePointSchema>;

/** Nothing but a picture in the text itself. */
export const pictureUpTo = (letters: number) =>
  v.pipe(
    v.string(),
    v.maxLength(letters),
    v.regex(/^(data:image\/(webp|png|jpeg);base64,[A-Za-z0-9+/=]*)?$/),
  );

/** One face followed through the frames. */
const FaceSummarySchema = v.object({
  /** 1, 2, 3… in order of first appearance. */
  track: count,
  /** Calibrated probability, 0…1, that this face is manipulated. */
  probability,
  verdict: VerdictSchema,
  /** Number of frames judged. */
  frames: count,
  /** Where it was last seen. */
  box: BoxSchema,
  timeline: v.pipe(v.array(TimelinePointSchema), v.maxLength(256)),
  /** `data:image/webp` of the face, 64×64 px; empty where none could be made. Lives in memory only. */
  thumbnail: pictureUpTo(64_000),
  /**
   * Where in the face the detector sees signs of blending: 0…1 in fields of the same square as the thumbnail, as many along
   * each side, row by row, mean of the judged frames. Missing where the detector does not say.
   */
  mask: v.optional(
    v.pipe(
      v.array(probability),
      v.minLength(1),
      v.maxLength(64 * 64),
      v.check((mask) => Number.isInteger(Math.sqrt(mask.length)), 'A mask is a square of fields'),
    ),
  ),
});
export type FaceSummary = v.InferOutput<typeof FaceSummarySchema>;

/** Where the scores of a site lie beside those that the limits were made for. */
const SiteSideSchema = v.picklist(['higher', 'lower']);
export type SiteSide = v.InferOutput<typeof SiteSideSchema>;

/** By how much a page turns what it shows, clockwise. */
export const degrees = v.pipe(v.number(), v.minValue(-360), v.maxValue(360));

/** Frames whose hashes are kept; of more, a history would be large. */
export const MOST_HASHES = 8;
/** Perceptual hashes of frames, see `picture-hash.ts`. */
export const HashesSchema = v.pipe(
  v.array(v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/))),
  v.maxLength(MOST_HASHES),
);

/** Everything known of one video at one moment. */
export const VideoStateSchema = v.object({
  /** `checking` while more frames are wanted, `done` when the evidence is decided or exhausted. */
  phase: v.picklist(['checking', 'done']),
  /** The verdict if `done`; the provisional one otherwise. */
  verdict: VerdictSchema,
  /** Probability, 0…1, that a face in it is manipulated; null where no face was judged. */
  probability: v.nullable(probability),
  /** Frames looked at, with or without a face. */
  framesSeen: count,
  /** Frames with at least one usable face that was not seen in the very same picture before. */
  framesJudged: count,
  /** Frames that showed nothing but what a frame before them showed: no further evidence. */
  framesRepeated: count,
  /** Usable frames wanted: the m in "checking n of m". */
  framesWanted: count,
  faces: v.pipe(v.array(FaceSummarySchema), v.maxLength(64)),
  /** What the scores are held against. */
  limits: BandSchema,
  quality: QualitySchema,
  /**
   * Degrees, clockwise, by which the page shows the video turned while it was judged as it is in the file, since the turn is no
   * multiple of 90; missing where there is none.
   */
  shownTurned: v.optional(degrees),
  modelVersion: v.pipe(v.string(), v.maxLength(200)),
  /** Of the network for the site that judged; missing where the network judged as it was installed. */
  siteVersion: v.optional(count),
  backend: v.nullable(BackendSchema),
  /** Probability, 0…1, from which on a single frame of a face is suspicious. */
  suspiciousFrom: v.optional(probability),
  /**
   * Share, 0…1, of the videos called "likely manipulated" that would really be, if 1 in 100 were; missing where the detector's
   * error rates are not known.
   */
  precisionWhereRare: v.optional(probability),
  /** The scores of the site usually run higher or lower than others, for which the limits were moved; missing where they hold as they are. */
  siteLevel: v.optional(SiteSideSchema),
  /** Of some judged frames, by which the history finds it again; missing where it is not to be remembered. */
  hashes: v.optional(HashesSchema),
});
export type VideoState = v.InferOutput<typeof VideoStateSchema>;
