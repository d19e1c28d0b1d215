import { intersection, type Rect } from './rects.ts';
import { boxOf, pageBody, pageRoot } from './dom.ts';
import { around } from './shadow-roots.ts';

/** What an element lies in, as far as it decides where the element is seen. */
export interface Setting {
  /** Elements that cut off what reaches out of them, from the inside out. */
  clippers: Element[];
  /** Neither it nor anything around it is held in its place while the page scrolls. */
  scrollsWithPage: boolean;
}

/** Elements that cut off what reaches out of them, from the inside out, as far as they apply to `element`. */
export function clippersOf(element: Element): Element[] {
  return settingOf(element).clippers;
}

export function settingOf(element: Element): Setting {
  const clippers: Element[] = [];
  let position = getComputedStyle(element).position;
  let held = isHeld(position);
  const [root, body] = [pageRoot(), pageBody()];
  for (const at of around(element)) {
    if (at === root || at === body || position === 'fixed') break;
    const style = getComputedStyle(at);
    held ||= isHeld(style.position);
    if (style.display === 'contents') continue;
    const positioned = style.position !== 'static' || style.transform !== 'none';
    // What is positioned absolutely is cut by its containing blocks only.
    if (position === 'absolute' && !positioned) continue;
    if (style.overflowX !== 'visible' || style.overflowY !== 'visible') clippers.push(at);
    position = style.position;
  }
  return { clippers, scrollsWithPage: !held };
}

function isHeld(position: string): boolean {
  return position === 'fixed' || position === 'sticky';
}

export function rectOf(element: Element): Rect {
  const { x, y, width, height } = boxOf(element);
  return { x, y, width, height };
}

/** The part of `rect` inside the viewport of `view` and all clippers; null where nothing is left. */
export function visiblePartOf(
  rect: Rect,
  clippers: readonly Element[],
  view: Pick<Window, 'innerWidth' | 'innerHeight'> = window,
): Rect | null {
  let visible = intersection(rect, { x: 0, y: 0, width: view.innerWidth, height: view.innerHeight });
  for (const clipper of clippers) {
    if (!visible) return null;
    visible = intersection(visible, rectOf(clipper));
  }
  return visible;
}
