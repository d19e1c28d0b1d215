import type { Before } from '../../messages/schemas.ts';
import type { BadgeSize, Corner } from '../../settings/schema.ts';
import { rectOf, settingOf, visiblePartOf, type Setting } from '../clipping.ts';
import { documentOf, isElement, isInPage, isShown, pageBody, pageRoot, viewOf } from '../dom.ts';
import { contains, type Rect } from '../rects.ts';
import type { VideoCheck } from '../video-check.ts';
import { isCovered, isUnderBar } from './covering.ts';
import { facesOnPage } from './faces.ts';
import type { Badge } from './host.ts';
import { displayOf } from './state.ts';
import { containerFor, fullscreenOver } from './top-layer.ts';

/**
 * Draws one badge in steps that read and steps that write by turns, for `inStep`. A badge of a video that scrolls with its page lies in the
 * page's own coordinates: the browser moves it along, and nothing has to be done while the page scrolls.
 */

/** A badge with how it was drawn last. */
export interface Drawing {
  readonly badge: Badge;
  readonly video: HTMLVideoElement;
  /** When, in ms of `performance.now()`. */
  at: number;
  drawn: Drawn | null;
}

/** What a badge was drawn for; another drawing is due where it changes. */
interface Drawn extends Seen {
  setting: Setting;
  /** It scrolls along by itself. */
  along: boolean;
  /** The badge's own rectangle, from its host's corner; null where it is hidden. */
  button: Rect | null;
}

/** What is seen of a video. */
interface Seen {
  /** From the corner of the badge's host. */
  box: Rect;
  shown: boolean;
  covered: boolean;
}

/** What all badges of a page have in common. */
export interface PageState {
  corner: Corner;
  size: BadgeSize;
  photographing: boolean;
  /** Only what is seen at once is drawn then. */
  scrolling: boolean;
  dialogs: (page: Document) => readonly Element[];
}

export function* drawBadge(
  check: VideoCheck,
  page: PageState,
  {
    contextDead,
    leftOut,
    before,
    drawing,
    remove,
  }: {
    contextDead: boolean;
    leftOut: boolean;
    before: Before | null;
    drawing: () => Drawing;
    remove: () => void;
  },
): Generator<void, void> {
  const { video, progress } = check;
  const fullscreen = fullscreenOver(video);
  const covered = fullscreen === 'elsewhere' || isCovered(video);
  const rect = rectOf(video);
  const shown = isVisible(video);
  const setting = settingOf(video);
  const visible = shown ? visiblePartOf(rect, setting.clippers, viewOf(video)) : null;
  const display = displayOf({
    contextDead,
    fullscreenSelf: fullscreen === 'self',
    covered,
    offScreen: visible === null,
    photographed: page.photographing,
    leftOut,
    progress,
  });
  // Whatever the reason seems to be: on a video that can be seen there should be a badge.
  const missed = check.inSight && fullscreen !== 'self';
  yield;

  if (display.kind === 'removed') {
    remove();
    return;
  }
  const own = drawing();
  const { badge } = own;
  badge.transparent = display.kind === 'transparent';
  if (display.kind === 'transparent') return;
  own.at = performance.now();
  const container = containerFor(video);
  const along = setting.scrollsWithPage && container === pageRoot(documentOf(video));
  const draw = (button: Rect | null): void => {
    const { x, y } = badge.origin;
    own.drawn = {
      box: moved(rect, -x, -y),
      shown,
      covered,
      setting,
      along,
      button: button && moved(button, -x, -y),
    };
  };
  if (display.kind === 'hidden' || !visible) {
    badge.hide(missed);
    draw(null);
    return;
  }
  if (container) badge.attach(container, along);
  badge.show(display, progress.state, {
    videoWidth: rect.width,
    size: page.size,
    whole: !page.scrolling,
    before,
  });
  yield;

  const isFree = (part: Rect): boolean =>
    page.scrolling || !isUnderBar(video, part, page.dialogs(documentOf(video)), badge.host);
  const faces = badge.isOpen ? facesOnPage(video, rect, progress.state) : [];
  const place = badge.measure(rect, visible, { corner: page.corner, faces, isFree });
  draw(place?.button ?? null);
  yield;

  if (place) {
    badge.place(place);
    badge.expectSeen();
  } else badge.hide(missed);
}

/** Whether a video is not where or as it was when its badge was drawn. */
export function hasMoved({ badge, video, drawn }: Drawing): boolean {
  if (!drawn) return true;
  const { x, y } = badge.origin;
  const box = moved(rectOf(video), -x, -y);
  return (
    (['x', 'y', 'width', 'height'] as const).some((side) => Math.abs(box[side] - drawn.box[side]) >= 1) ||
    isVisible(video) !== drawn.shown ||
    (fullscreenOver(video) === 'elsewhere' || isCovered(video)) !== drawn.covered
  );
}

/** Whether a badge has to be moved when this, a document or a box, is scrolled. */
export function movesBy({ video, drawn }: Drawing, scrolled: EventTarget | null): boolean {
  if (!drawn?.button) return false;
  if (!isElement(scrolled)) return !drawn.along;
  return drawn.setting.clippers.includes(scrolled) || scrolled === pageBody(documentOf(video));
}

/** Moves a badge with its video, until it is drawn anew. */
export function* followScroll({ badge, video, drawn }: Drawing): Generator<void, void> {
  if (!drawn?.button) return;
  const { x, y } = badge.origin;
  const rect = rectOf(video);
  const [right, down] = [rect.x - x - drawn.box.x, rect.y - y - drawn.box.y];
  const button = moved(drawn.button, x + right, y + down);
  const visible = visiblePartOf(rect, drawn.setting.clippers, viewOf(video));
  const [upper, lower] = [button, { x: button.x + button.width, y: button.y + button.height }];
  yield;
  badge.shift(right, down, visible !== null && contains(visible, upper) && contains(visible, lower));
}

function isVisible(video: HTMLVideoElement): boolean {
  return isInPage(video) && isShown(video, { visibilityProperty: true, opacityProperty: true });
}

function moved({ x, y, width, height }: Rect, right: number, down: number): Rect {
  return { x: x + right, y: y + down, width, height };
}
