import { intersection, type Rect } from './rects.ts';
import { laidOutParent } from './shadow-roots.ts';

/** Elements that cut off what reaches out of them, from the inside out, as far as they apply to `element`. */
export function clippersOf(element: Element): Element[] {
  const clippers: Element[] = [];
  let position = getComputedStyle(element).position;
  for (let at = laidOutParent(element); at && at !== document.body; at = laidOutParent(at)) {
    if (at === document.documentElement || position === 'fixed') break;
    const style = getComputedStyle(at);
    if (style.display === 'contents') continue;
    const positioned = style.position !== 'static' || style.transform !== 'none';
    // What is positioned absolutely is cut by its containing blocks only.
    if (position === 'absolute' && !positioned) continue;
    if (style.overflowX !== 'visible' || style.overflowY !== 'visible') clippers.push(at);
    position = style.position;
  }
  return clippers;
}

export function rectOf(element: Element): Rect {
  const { x, y, width, height } = element.getBoundingClientRect();
  return { x, y, width, height };
}

/** The part of `rect` inside the viewport and all clippers; null where nothing is left. */
export function visiblePartOf(rect: Rect, clippers: readonly Element[]): Rect | null {
  let visible = intersection(rect, { x: 0, y: 0, width: window.innerWidth, height: window.innerHeight });
  for (const clipper of clippers) {
    if (!visible) return null;
    visible = intersection(visible, rectOf(clipper));
  }
  return visible;
}
