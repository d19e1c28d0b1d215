import { area, contains, type Point, type Rect } from './rects.ts';
import { rectOf } from './clipping.ts';
import { allIn, isVideo, listenToWindow, pageBody, pageRoot, rootOf } from './dom.ts';
import { elementsAt } from './shadow-roots.ts';

/** A menu stays open as long as its reader needs; a point older than this belongs to another question. */
const POINT_STAYS_MS = 30_000;

/** Remembers where the context menu was last opened. */
export class MenuPoint {
  #point: (Point & { at: number }) | null = null;

  constructor(signal: AbortSignal) {
    listenToWindow(
      'contextmenu',
      (event) => {
        this.#point = { x: event.clientX, y: event.clientY, at: performance.now() };
      },
      { capture: true, passive: true, signal },
    );
  }

  /** The last point, once: a later question needs a later menu. */
  take(): Point | null {
    const point = this.#point;
    this.#point = null;
    return point && performance.now() - point.at < POINT_STAYS_MS ? point : null;
  }
}

/** The smallest of the rectangles around a point: in a page of nested players that is the one that is meant. */
export function smallestAround<T>(point: Point, candidates: Iterable<readonly [T, Rect]>): T | null {
  let best: { item: T; area: number } | null = null;
  for (const [item, rect] of candidates) {
    if (!contains(rect, point)) continue;
    if (!best || area(rect) < best.area) best = { item, area: area(rect) };
  }
  return best?.item ?? null;
}

/**
 * The video under a point. Overlays, posters and controls lie over most players, so all layers are looked through; a video
 * that takes no pointer at all (`pointer-events: none`) is found by its rectangle.
 */
export function videoAt(point: Point, videos: ReadonlySet<HTMLVideoElement>): HTMLVideoElement | null {
  for (const element of elementsAt(point.x, point.y)) {
    if (isVideo(element) && videos.has(element)) return element;
  }
  const shown = [...videos].filter((video) => video.checkVisibility({ visibilityProperty: true }));
  return smallestAround(
    point,
    shown.map((video) => [video, rectOf(video)] as const),
  );
}

/** The video over which the pointer rests, by the chain of hovered elements: the middle of the innermost one counts. */
export function hoveredVideo(videos: ReadonlySet<HTMLVideoElement>): HTMLVideoElement | null {
  let innermost = [...allIn(document, ':hover')].at(-1);
  for (;;) {
    const root = innermost && rootOf(innermost);
    const inside = root && [...allIn(root, ':hover')].at(-1);
    if (!inside) break;
    innermost = inside;
  }
  if (!innermost) return null;
  if (isVideo(innermost)) return innermost;
  const { x, y, width, height } = rectOf(innermost);
  // The page as a whole is always hovered; that points at nothing.
  if (innermost === pageRoot() || innermost === pageBody()) return null;
  return videoAt({ x: x + width / 2, y: y + height / 2 }, videos);
}
