import { intersection, type Rect } from '../rects.ts';
import { holds } from '../shadow-roots.ts';

/**
 * Whether a modal dialog of the page lies over a video that is not part of it. A native modal dialog makes all else inert;
 * one built by hand counts where it overlaps the video.
 */
export function isCovered(video: HTMLVideoElement, rect: Rect): boolean {
  for (const dialog of document.querySelectorAll('dialog:modal, [aria-modal="true"]')) {
    if (holds(dialog, video) || !dialog.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      continue;
    if (dialog.matches(':modal')) return true;
    const { x, y, width, height } = dialog.getBoundingClientRect();
    if (intersection({ x, y, width, height }, rect)) return true;
  }
  return false;
}
