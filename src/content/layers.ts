import { rectOf } from './clipping.ts';
import { allIn, isOwn, isShown, linesOf, tagOf } from './dom.ts';
import { area, intersection, type Rect } from './rects.ts';
import { around, holds } from './shadow-roots.ts';

/** Steps from the video to the box of its player, in which its layers lie. */
const MAX_STEPS = 6;
/** Elements looked at; a player has far fewer. */
const MAX_ELEMENTS = 2000;
/** What one message bears. */
const MAX_LAYERS = 100;
/** Height, of that of the video, at its lower edge in which browsers draw the lines of a text track. */
const CUES_SHARE = 0.25;

const PICTURES = /^(?:img|svg|canvas|picture|video|iframe|object|embed)$/;

/**
 * Parts of the screen, in CSS pixels, in which the page paints something over a video: words, pictures, boxes that are not clear.
 * Only what lies in its player and comes after it, or stays in place over the page, is painted over it as a rule.
 */
export function layersOver(video: HTMLVideoElement, shown: Rect): Rect[] {
  const layers: Rect[] = showsCues(video)
    ? [{ ...shown, y: shown.y + shown.height * (1 - CUES_SHARE), height: shown.height * CUES_SHARE }]
    : [];
  const seen = new Set<Element>();
  for (const element of candidates(video)) {
    if (seen.size > MAX_ELEMENTS || layers.length >= MAX_LAYERS) break;
    if (seen.has(element)) continue;
    seen.add(element);
    if (isOwn(element) || !isShown(element, { visibilityProperty: true, opacityProperty: true })) continue;
    for (const painted of paintedBy(element)) {
      const over = intersection(painted, shown);
      // Whole-size layers that take clicks or dim the picture are no reason to pass all of it over.
      if (over && area(over) < area(shown) / 2) layers.push(over);
    }
  }
  return layers.slice(0, MAX_LAYERS);
}

function showsCues({ textTracks }: HTMLVideoElement): boolean {
  return [...textTracks].some((track) => track.mode === 'showing' && (track.activeCues?.length ?? 0) > 0);
}

function* candidates(video: HTMLVideoElement): Generator<Element> {
  for (const box of [...around(video)].slice(0, MAX_STEPS)) {
    for (const element of allIn(box, '*')) {
      if (holds(element, video) || !comesAfter(video, element)) continue;
      yield element;
    }
    if (area(rectOf(box)) > 2 * area(rectOf(video))) return;
  }
}

function comesAfter(video: HTMLVideoElement, element: Element): boolean {
  return Boolean(video.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
}

function paintedBy(element: Element): Rect[] {
  const style = getComputedStyle(element);
  const clear = /^(?:transparent|rgba\(.*, 0\))$/.test(style.backgroundColor);
  if (PICTURES.test(tagOf(element)) || !clear || style.backgroundImage !== 'none') return [rectOf(element)];
  return linesOf(element);
}
