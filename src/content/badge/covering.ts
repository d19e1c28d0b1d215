import { rectOf } from '../clipping.ts';
import { intersection, type Rect } from '../rects.ts';
import { elementsAt, holds, laidOutParent } from '../shadow-roots.ts';

/**
 * Whether a modal dialog of the page lies over a video that is not part of it. A native modal dialog makes all else inert;
 * one built by hand counts where it overlaps the video.
 */
export function isCovered(video: HTMLVideoElement, rect: Rect): boolean {
  for (const dialog of document.querySelectorAll('dialog:modal, [aria-modal="true"]')) {
    if (holds(dialog, video) || !dialog.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      continue;
    if (dialog.matches(':modal')) return true;
    if (intersection(rectOf(dialog), rect)) return true;
  }
  return false;
}

/**
 * Whether a bar of the page that stays in place while the page scrolls (a header, say) lies over a point of the video.
 * Layers of the player itself are not fixed, or hold the video, and do not count.
 * @param own our element, which is looked through.
 */
export function isUnderBar(video: HTMLVideoElement, x: number, y: number, own: Element): boolean {
  const top = elementsAt(x, y).find((element) => element !== own);
  for (let at = top ?? null; at && !holds(at, video); at = laidOutParent(at)) {
    const { position } = getComputedStyle(at);
    if (position === 'fixed' || position === 'sticky') return true;
  }
  return false;
}
