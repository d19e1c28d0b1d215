import type { VideoState } from '../../verdict/types.ts';
import type { FrameProgress } from './results.ts';
import type { Seen } from './frame-log.ts';

/** Longer side in px of a file's small picture. */
export const POSTER_SIDE = 160;

export interface Progress extends FrameProgress {
  state: VideoState | null;
  /** A small picture of the medium, `data:image/webp`; empty before the first frame. */
  poster: string;
  seen: Seen;
}
