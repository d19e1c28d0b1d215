import type { Corner } from '../../settings/schema.ts';
import type { Point, Rect } from '../rects.ts';

/** Where badges and panels go, in CSS pixels of the viewport. Pure. */

interface Size {
  width: number;
  height: number;
}

/** Between the badge and the edge of the video. */
const BADGE_INSET = 8;
/** Between the panel and the badge, and the panel and the edge of the viewport. */
const PANEL_GAP = 6;
/** Videos narrower than this get the icon without words. */
export const NARROW_VIDEO = 240;

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}

/**
 * The badge's upper left corner: in the wanted corner of the video, moved into the part that is to be seen.
 * @param visible the part of the video inside viewport and scroll containers.
 * @returns null where that part cannot hold the badge.
 */
export function placeBadge(
  video: Rect,
  visible: Rect,
  badge: Size,
  corner: Corner,
  rtl: boolean,
): Point | null {
  if (visible.width < badge.width || visible.height < badge.height) return null;
  const [edge, side] = corner.split('-');
  const left = (side === 'start') !== rtl;
  const x = left ? video.x + BADGE_INSET : video.x + video.width - badge.width - BADGE_INSET;
  const y = edge === 'top' ? video.y + BADGE_INSET : video.y + video.height - badge.height - BADGE_INSET;
  return {
    x: clamp(x, visible.x, visible.x + visible.width - badge.width),
    y: clamp(y, visible.y, visible.y + visible.height - badge.height),
  };
}

/**
 * The panel's upper left corner: under the badge, over it where only there is room, else beside it; never outside of the
 * viewport, even if it has to cover the badge for that.
 */
export function placePanel(badge: Rect, panel: Size, viewport: Size, rtl: boolean): Point {
  const below = badge.y + badge.height + PANEL_GAP;
  const above = badge.y - PANEL_GAP - panel.height;
  const fitsBelow = below + panel.height <= viewport.height - PANEL_GAP;
  const stacked = fitsBelow || above >= PANEL_GAP;
  const y = fitsBelow ? below : stacked ? above : badge.y;
  const left = badge.x - PANEL_GAP - panel.width;
  const right = badge.x + badge.width + PANEL_GAP;
  const beside = right + panel.width <= viewport.width - PANEL_GAP ? right : left;
  const x = !stacked ? beside : rtl ? badge.x + badge.width - panel.width : badge.x;
  return {
    x: clamp(x, PANEL_GAP, Math.max(PANEL_GAP, viewport.width - panel.width - PANEL_GAP)),
    y: clamp(y, PANEL_GAP, Math.max(PANEL_GAP, viewport.height - panel.height - PANEL_GAP)),
  };
}
