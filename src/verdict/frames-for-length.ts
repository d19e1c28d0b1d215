/** A longer file gets a frame for each so many ms … First choice: a swapped face of some 15 s is then in four of them. */
const FRAME_EVERY_MS = 4000;
/** … up to so many: from 4 min 16 s on they lie further apart. */
const MOST_BY_LENGTH = 64;

/** How many frames are taken of a whole file, by its length: evenly spread, a part of it must not fall between them. @param least of a short one. */
export function framesForLength(durationMs: number, least: number): number {
  return Math.max(least, Math.min(MOST_BY_LENGTH, Math.ceil(durationMs / FRAME_EVERY_MS)));
}
