import { holds, laidOutParent } from '../shadow-roots.ts';

/** What browsers draw above the page: fullscreen, modal dialogs and open popovers. */

/**
 * How fullscreen stands in a video's way: the video element itself fills the screen, so that nothing can be drawn over it, or
 * something else does, and the video is not to be seen. Null where neither is so.
 */
export function fullscreenOver(video: HTMLVideoElement): 'self' | 'elsewhere' | null {
  const full = fullscreenElement();
  if (full === video) return 'self';
  return full && !holds(full, video) ? 'elsewhere' : null;
}

/** The element in fullscreen, looked for inside open shadow roots, which hide it behind their hosts. */
function fullscreenElement(): Element | null {
  let element = document.fullscreenElement;
  while (element?.shadowRoot?.fullscreenElement) element = element.shadowRoot.fullscreenElement;
  return element;
}

/**
 * Where our elements must lie to be drawn over a video and to be reached there: in the innermost element around it that is
 * drawn above the page. Outside of it they would lie under it and, under a modal dialog, take neither pointer nor focus.
 */
export function containerFor(video: HTMLVideoElement): Element | ShadowRoot {
  for (let at = laidOutParent(video); at; at = laidOutParent(at)) {
    // A host paints its shadow tree, not its children.
    if (at.matches(':fullscreen, :modal, :popover-open')) return at.shadowRoot ?? at;
  }
  return document.documentElement;
}
