import { MAX_PIXELS } from '../messages/pixels.ts';
import type { Rect } from '../messages/schemas.ts';

/**
 * A rectangle of the viewport (CSS pixels) in whole device pixels of the tab's picture, cut at its edges; `hidden` if less
 * than 16 pixels of a side are inside, `tooLarge` if those are more pixels than a message may carry.
 */
export function captureRegion(
  rect: Rect,
  devicePixelRatio: number,
  picture: { width: number; height: number },
): Rect | 'hidden' | 'tooLarge' {
  const x = Math.max(0, Math.round(rect.x * devicePixelRatio));
  const y = Math.max(0, Math.round(rect.y * devicePixelRatio));
  const width = Math.min(picture.width, Math.round((rect.x + rect.width) * devicePixelRatio)) - x;
  const height = Math.min(picture.height, Math.round((rect.y + rect.height) * devicePixelRatio)) - y;
  if (width < 16 || height < 16) return 'hidden';
  if (width * height > MAX_PIXELS) return 'tooLarge';
  return { x, y, width, height };
}
