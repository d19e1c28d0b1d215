import { documentOf, fits, fullscreenIn, pageRoot, rootOf } from '../dom.ts';
import { around, holds } from '../shadow-roots.ts';

/** What browsers draw above the page: fullscreen, modal dialogs and open popovers. */

/**
 * How fullscreen stands in a video's way: the video element itself fills the screen, so that nothing can be drawn over it, or
 * something else does, and the video is not to be seen. Null where neither is so.
 */
export function fullscreenOver(video: HTMLVideoElement): 'self' | 'elsewhere' | null {
  const full = fullscreenElement(documentOf(video));
  if (full === video) return 'self';
  return full && !holds(full, video) ? 'elsewhere' : null;
}

/** The element in fullscreen, looked for inside shadow roots, which hide it behind their hosts. */
function fullscreenElement(page: Document): Element | null {
  let element = fullscreenIn(page);
  for (;;) {
    const root = element && rootOf(element);
    const inside = root && fullscreenIn(root);
    if (!inside) return element;
    element = inside;
  }
}

/**
 * Where our elements must lie to be drawn over a video and to be reached there: in the innermost element around it that is
 * drawn above the page. Outside of it they would lie under it and, under a modal dialog, take neither pointer nor focus. Null where the
 * page is empty.
 */
export function containerFor(video: HTMLVideoElement): Element | ShadowRoot | null {
  for (const at of around(video)) {
    // A host paints its shadow tree, not its children.
    if (fits(at, ':fullscreen, :modal, :popover-open')) return rootOf(at) ?? at;
  }
  return pageRoot(documentOf(video));
}
