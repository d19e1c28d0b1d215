import type { JudgeResponse, VideoKey } from '../messages/schemas.ts';
import type { FrameSlots } from './frame-slots.ts';
import type { Progress, ProgressEvent } from './progress.ts';
import type { Source } from './source.ts';
import type { FramePictures } from './taken-frame.ts';
import type { FrameResult } from './tiers.ts';

/** What others read of an attempt. */
export interface Attempted {
  readonly video: HTMLVideoElement;
  readonly key: VideoKey;
  readonly source: Source;
  readonly progress: Progress;
}

/** What an attempt needs of the page it runs in. */
export interface AttemptHooks {
  slots: FrameSlots;
  /** At least half visible, large enough, page in front. */
  eligible: (video: HTMLVideoElement) => boolean;
  /** It has just come into sight, and the page is still being scrolled. */
  passing: (video: HTMLVideoElement) => boolean;
  look: (attempt: Attempted, onFrame: (frame: FramePictures) => void) => Promise<FrameResult>;
  /** Judges a frame at a share of the file's length, without the page's player; null where the file cannot be read so. */
  lookIntoFile: (attempt: Attempted, share: number) => Promise<JudgeResponse | null>;
  /** Whether frames have to wait since the detector is still starting. */
  engineStarts: () => Promise<boolean>;
  /** Whether a file that only the engine may read shows another scene now. */
  glance: (attempt: Attempted) => Promise<boolean>;
  /** The extension is still there. */
  alive: () => boolean;
}

/** The check that an attempt belongs to. */
export interface AttemptOf extends Attempted {
  advance: (event: ProgressEvent) => void;
  /** A verdict was reached. */
  decided: () => void;
  /** The small picture of the source was made. */
  pictured: () => void;
  /** The last frame of this attempt came back after it was over: the next one may take its slot. */
  slotFree: () => void;
  /** Evidence may have been gathered under the key after it was released. */
  late: () => void;
}
