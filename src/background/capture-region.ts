import { MAX_PIXELS } from '../messages/pixels.ts';

interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * A rectangle of the viewport (CSS pixels) in whole device pixels of the tab's picture, cut at its edges; null if less
 * than 16 pixels of a side are inside, or more pixels than a message may carry.
 */
export function captureRegion(
  rect: Rect,
  devicePixelRatio: number,
  picture: { width: number; height: number },
): Rect | null {
  const x = Math.max(0, Math.round(rect.x * devicePixelRatio));
  const y = Math.max(0, Math.round(rect.y * devicePixelRatio));
  const width = Math.min(picture.width, Math.round((rect.x + rect.width) * devicePixelRatio)) - x;
  const height = Math.min(picture.height, Math.round((rect.y + rect.height) * devicePixelRatio)) - y;
  if (width < 16 || height < 16 || width * height > MAX_PIXELS) return null;
  return { x, y, width, height };
}
