import { area, type Rect } from './rects.ts';

/** Smallest side, in CSS px on the page and in px of the file, at which a face can be large enough to be judged. */
const MIN_SIDE = 128;
/** A large file in a player smaller than this (CSS px) is not there to be looked at by people. */
const MIN_SHOWN = 32;

/** Whether a video is large enough, on the page or (a small player of a large file) in itself, to be looked at. */
export function isLargeEnough(
  shown: { width: number; height: number },
  native: { width: number; height: number },
): boolean {
  if (Math.min(shown.width, shown.height) < MIN_SHOWN) return false;
  return Math.min(shown.width, shown.height) >= MIN_SIDE || Math.min(native.width, native.height) >= MIN_SIDE;
}

/** Whether at least half of a video is on the screen, or it fills at least half of the screen. */
export function isHalfVisible(
  video: Rect,
  visible: Rect,
  viewport: { width: number; height: number },
): boolean {
  const seen = area(visible);
  if (seen <= 0) return false;
  return seen >= area(video) / 2 || seen >= (viewport.width * viewport.height) / 2;
}
