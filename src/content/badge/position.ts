import type { Corner } from '../../settings/schema.ts';
import { area, intersection, type Point, type Rect } from '../rects.ts';

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

/** All corners in the order in which they are tried: the wanted one, the other one of its edge, and so on the other edge. */
export function cornersFrom(corner: Corner): Corner[] {
  const [edge, side] = corner.split('-');
  const sides = side === 'start' ? (['start', 'end'] as const) : (['end', 'start'] as const);
  const edges = edge === 'top' ? (['top', 'bottom'] as const) : (['bottom', 'top'] as const);
  return edges.flatMap((each) => sides.map((other) => `${each}-${other}` as const));
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

/** What a panel is placed by. */
interface PanelBounds {
  badge: Rect;
  video: Rect;
  /** What it is not to cover. */
  faces: readonly Rect[];
  viewport: Size;
  rtl: boolean;
}

export interface PanelPlace extends Point {
  side: Side;
}

const SIDES = [
  'below',
  'above',
  'after',
  'before',
  'afterVideo',
  'beforeVideo',
  'belowVideo',
  'aboveVideo',
] as const;
type Side = (typeof SIDES)[number];

/** What covering the badge, as a whole, counts beside covering a face. */
const BADGE_WEIGHT = 0.5;
/** A panel that lies somewhere changes sides for no less. */
const STAYS_FOR = 0.25;

/**
 * The panel's upper left corner: beside the badge or the video, where it covers as little as can be of faces and of the badge; never
 * outside of the viewport.
 * @param now the side on which it lies.
 */
export function placePanel(panel: Size, around: PanelBounds, now: Side | null = null): PanelPlace {
  const places = SIDES.map((side) => {
    const place = { side, ...inViewport(cornerAt(side, panel, around), panel, around.viewport) };
    return { place, cost: costOf({ ...place, ...panel }, around) - (side === now ? STAYS_FOR : 0) };
  });
  return places.reduce((best, each) => (each.cost < best.cost ? each : best)).place;
}

function cornerAt(side: Side, panel: Size, { badge, video, rtl }: PanelBounds): Point {
  const of = side.endsWith('Video') ? video : badge;
  const edge = rtl ? badge.x + badge.width - panel.width : badge.x;
  switch (side) {
    case 'below':
    case 'belowVideo':
      return { x: edge, y: of.y + of.height + PANEL_GAP };
    case 'above':
    case 'aboveVideo':
      return { x: edge, y: of.y - PANEL_GAP - panel.height };
    case 'after':
    case 'afterVideo':
      return { x: of.x + of.width + PANEL_GAP, y: badge.y };
    case 'before':
    case 'beforeVideo':
      return { x: of.x - PANEL_GAP - panel.width, y: badge.y };
  }
}

function inViewport({ x, y }: Point, panel: Size, viewport: Size): Point {
  return {
    x: clamp(x, PANEL_GAP, Math.max(PANEL_GAP, viewport.width - panel.width - PANEL_GAP)),
    y: clamp(y, PANEL_GAP, Math.max(PANEL_GAP, viewport.height - panel.height - PANEL_GAP)),
  };
}

/** How much of the faces and the badge a panel covers there. */
function costOf(panel: Rect, { badge, faces }: PanelBounds): number {
  const covered = (part: Rect): number => {
    const shared = intersection(part, panel);
    return shared ? area(shared) / area(part) : 0;
  };
  return faces.reduce((sum, face) => sum + covered(face), BADGE_WEIGHT * covered(badge));
}
