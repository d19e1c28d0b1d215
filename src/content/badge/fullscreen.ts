import { holds } from '../shadow-roots.ts';

/** What fills the screen, as seen by one video. */
export type Stage =
  | { kind: 'page' }
  /** The video element itself: nothing can be drawn over it. */
  | { kind: 'self' }
  /** Something around the video: only what lies inside of it is painted, so the badge goes to `container`. */
  | { kind: 'around'; container: Element | ShadowRoot }
  /** Something else; the video is not to be seen. */
  | { kind: 'elsewhere' };

/** The element in fullscreen, looked for inside open shadow roots, which hide it behind their hosts. */
function fullscreenElement(): Element | null {
  let element = document.fullscreenElement;
  while (element?.shadowRoot?.fullscreenElement) element = element.shadowRoot.fullscreenElement;
  return element;
}

export function stageOf(video: HTMLVideoElement): Stage {
  const full = fullscreenElement();
  if (!full) return { kind: 'page' };
  if (full === video) return { kind: 'self' };
  if (!holds(full, video)) return { kind: 'elsewhere' };
  // A host paints its shadow tree, not its children.
  return { kind: 'around', container: full.shadowRoot ?? full };
}
