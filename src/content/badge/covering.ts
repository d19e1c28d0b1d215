import { rectOf } from '../clipping.ts';
import { allIn, documentOf, fits, isShown, namedIn } from '../dom.ts';
import { intersection, type Rect } from '../rects.ts';
import { around, holds, topmostAt } from '../shadow-roots.ts';

/** Of the badge's edges, so that the points that are tried lie on it. */
const INSET = 2;

/** Whether a native modal dialog that does not hold the video makes it inert. */
export function isCovered(video: HTMLVideoElement): boolean {
  for (const dialog of namedIn(documentOf(video), 'dialog'))
    if (fits(dialog, ':modal') && !holds(dialog, video)) return true;
  return false;
}

/** Modal dialogs that pages build by hand, as far as they are shown. */
export function handMadeDialogs(page: Document): Element[] {
  return [...allIn(page, '[aria-modal="true"]')].filter((dialog) =>
    isShown(dialog, { visibilityProperty: true, opacityProperty: true }),
  );
}

/**
 * Whether a part of a video lies under one of these dialogs, or under a bar that stays in place while the page
 * scrolls (a header, a cookie notice, a chat). Layers of the player itself are not fixed, or hold the video, and do not count.
 * @param own our element, which is looked through.
 */
export function isUnderBar(
  video: HTMLVideoElement,
  part: Rect,
  dialogs: readonly Element[],
  own: Element,
): boolean {
  for (const dialog of dialogs) {
    if (holds(dialog, video)) continue;
    if (fits(dialog, ':modal') || intersection(rectOf(dialog), part)) return true;
  }
  const page = documentOf(video);
  const [left, right] = [part.x + INSET, part.x + part.width - INSET];
  const [top, bottom] = [part.y + INSET, part.y + part.height - INSET];
  const points = [
    [(left + right) / 2, (top + bottom) / 2],
    [left, top],
    [right, top],
    [left, bottom],
    [right, bottom],
  ] as const;
  return points.some(([x, y]) => isBarAt(video, topmostAt(x, y, page, own)));
}

function isBarAt(video: HTMLVideoElement, top: Element | null): boolean {
  if (!top) return false;
  for (const at of [top, ...around(top)]) {
    if (holds(at, video)) return false;
    const { position } = getComputedStyle(at);
    if (position === 'fixed' || position === 'sticky') return true;
  }
  return false;
}
