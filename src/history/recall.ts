import type { Before } from '../messages/schemas.ts';
import { hashDistance } from '../verdict/picture-hash.ts';
import type { HistoryRecord } from './record.ts';

/** Finding a video again in the history, by perceptual hashes of its frames. */

/** Frames with hashes that a video must have; fewer say too little. */
const FRAMES_NEEDED = 3;
/**
 * Frames look alike whose hashes differ in no more of their 64 bits. Measured on real videos: copies that were made smaller, coded coarsely or
 * made brighter stay within 6, other moments of the same shot mostly within 10; two different videos come near one another from 14 on.
 */
const ALIKE_BITS = 10;
/** Share of the frames that must look like a frame of the other video. */
const ALIKE_SHARE = 0.6;

/** Whether most frames of a video look like frames of another one. */
export function looksAlike(video: readonly string[], other: readonly string[]): boolean {
  if (video.length < FRAMES_NEEDED || other.length < FRAMES_NEEDED) return false;
  const alike = video.filter((hash) => other.some((each) => hashDistance(hash, each) <= ALIKE_BITS));
  return alike.length >= ALIKE_SHARE * video.length;
}

/**
 * What was said of the newest video before that looks like this one. Alike are also a video and what was made of it by swapping a face: it
 * is told beside the new verdict and takes no part in it.
 * @param records newest first. @param id of the video's own record, which is passed over.
 */
export function recalled(
  hashes: readonly string[],
  id: string,
  records: readonly HistoryRecord[],
): Before | null {
  const found = records.find((record) => record.id !== id && looksAlike(hashes, record.hashes ?? []));
  return found ? { at: found.at, site: found.site, verdict: found.verdict } : null;
}
