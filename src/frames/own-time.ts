import { shownTimeMs } from '../platform/media.ts';

/**
 * The media time, in ms, of the frame that a player shows: told by the frame itself, since a player may still show, or show for
 * good, another one than it was sent to. Null for live streams, for files that may not be read and where there is no frame.
 */
export function ownTimeMs(video: HTMLVideoElement): number | null {
  // Frames of a live stream tell the time of their capture.
  if (video.srcObject || typeof VideoFrame === 'undefined') return null;
  try {
    return Math.max(0, shownTimeMs(video));
  } catch {
    return null;
  }
}
