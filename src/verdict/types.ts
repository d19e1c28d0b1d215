/**
 * What the engine says of one video. Pure types and tables: content, popup and engine all speak in these.
 */

/** The only four verdicts there are. None of them says "real" or "authentic". */
export const VERDICT_KINDS = ['noSign', 'unclear', 'manipulated', 'notChecked'] as const;
export type VerdictKind = (typeof VERDICT_KINDS)[number];

/** Why a video ended in "could not check". Each has words in `words.ts`. */
export const UNCHECKED_REASONS = [
  'noFace', // frames were read, none showed a face large enough to judge
  'protectedMedia', // DRM: the browser hides the pixels, and we do not work around it
  'mediaPermission', // the file lies on another host, for which access was not granted
  'screenRefused', // the tab's picture could not be taken (no permission, tab not visible)
  'zoomed', // the page is zoomed in with two fingers, so that the tab's picture cannot be cut to the video
  'hidden', // the video is off-screen, hidden or too small to sample
  'noFrames', // the video never delivered a frame (not started, stalled, zero seconds)
  'noVideoTrack', // audio only
  'unsupportedCodec', // this browser cannot decode the file
  'unreadable', // not a media file, or a damaged or empty one
  'tooLarge', // larger than the decoder's or our own memory limit
  'sourceChanged', // the element got another source while it was being checked
  'noModel', // weights missing or their checksum is wrong
  'selfTest', // no backend reproduced the golden vectors
  'faceDetector', // the face detector could not start (it needs WebGL)
  'engineLost', // the engine page could not be reached or died repeatedly
  'cancelled', // stopped by the user
] as const;
export type UncheckedReason = (typeof UNCHECKED_REASONS)[number];

/** Why a video that was judged is only "Unclear". */
export const UNCLEAR_REASONS = [
  'tooFewFrames', // fewer usable frames than a verdict needs
  'undecided', // the evidence lies between the thresholds
  'unfamiliar', // features unlike anything in training
  'smallFace', // faces below the size the network was validated on
  'blurred', // most frames of the face are too blurred to show traces
  'noisy', // most frames of the face are too noisy to show traces
  'disagreement', // frames contradict one another strongly
] as const;
export type UnclearReason = (typeof UNCLEAR_REASONS)[number];

export type Verdict =
  | { kind: 'noSign' }
  | { kind: 'manipulated' }
  | { kind: 'unclear'; reason: UnclearReason }
  | { kind: 'notChecked'; reason: UncheckedReason };

/** How the pixels were got; shown with the result. */
export const QUALITIES = ['direct', 'ownPlayer', 'screen', 'file'] as const;
export type Quality = (typeof QUALITIES)[number];

/** Tensor backends in the order of preference. */
export const BACKENDS = ['webgpu', 'webgl', 'wasm'] as const;
export type BackendName = (typeof BACKENDS)[number];

/** Axis-aligned box in fractions of the frame, 0…1 (may reach outside for faces cut by the edge). */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** One judged frame of one face. `timeMs` is media time, `probability` calibrated, 0…1, of manipulation. */
export interface TimelinePoint {
  timeMs: number;
  probability: number;
}

/** One face followed through the frames. */
export interface FaceSummary {
  /** 1, 2, 3… in order of first appearance. */
  track: number;
  /** Calibrated probability, 0…1, that this face is manipulated. */
  probability: number;
  verdict: Verdict;
  /** Number of frames judged. */
  frames: number;
  /** Where it was last seen. */
  box: Box;
  timeline: TimelinePoint[];
  /** `data:image/webp` of the face, 64×64 px; empty where none could be made. Lives in memory only. */
  thumbnail: string;
  /**
   * Where in the face the detector sees signs of blending: 0…1 in 8×8 fields of the same square as the thumbnail, row by row,
   * `[64]`, mean of the judged frames. Missing where the detector does not say.
   */
  mask?: number[] | undefined;
}

/** Everything known of one video at one moment. */
export interface VideoState {
  /** `checking` while more frames are wanted, `done` when the evidence is decided or exhausted. */
  phase: 'checking' | 'done';
  /** The verdict if `done`; the provisional one otherwise. */
  verdict: Verdict;
  /** Probability, 0…1, that a face in it is manipulated; null where no face was judged. */
  probability: number | null;
  /** Frames looked at, with or without a face. */
  framesSeen: number;
  /** Frames with at least one usable face. */
  framesJudged: number;
  /** Usable frames wanted: the m in "checking n of m". */
  framesWanted: number;
  faces: FaceSummary[];
  quality: Quality;
  modelVersion: string;
  backend: BackendName | null;
  /**
   * Share, 0…1, of the videos called "likely manipulated" that would really be, if 1 in 100 were; missing where the detector's
   * error rates are not known.
   */
  precisionWhereRare?: number | undefined;
}
