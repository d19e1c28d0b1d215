import type { Corner } from '../../settings/schema.ts';
import type { VideoState } from '../../verdict/types.ts';
import type { Point, Rect } from '../rects.ts';
import { BadgeButton } from './button.ts';
import { html } from './elements.ts';
import { PANEL_ID, Panel } from './panel.ts';
import { NARROW_VIDEO, placeBadge, placePanel } from './position.ts';
import { STYLE } from './style.ts';
import type { Shown } from './words.ts';

/** Not in the page's registry of custom elements, so no page style and no page script means this name. */
export const BADGE_TAG = 'fakefilter-badge';

/** Pages that take the badge out as often as this are left without: a fight would cost more than it gives. */
const MAX_REATTACHED = 5;

/** Events that the page's player must not take for its own. */
const KEPT_INSIDE = [
  'click',
  'dblclick',
  'auxclick',
  'mousedown',
  'mouseup',
  'pointerdown',
  'pointerup',
  'touchstart',
  'touchend',
  'wheel',
] as const;

/** The badge and the details of one video, in a closed shadow root of an element of our own. */
export class Badge {
  readonly host = document.createElement(BADGE_TAG);
  readonly #stage = html('div', { class: 'stage', lang: 'en' });
  readonly #button: BadgeButton;
  readonly #panel: Panel;
  readonly #root: ShadowRoot;
  #open = false;
  #reattached = 0;
  #container: Element | ShadowRoot | null = null;
  /** Opening moves boxes; the owner places them anew. */
  readonly #moved: () => void;

  constructor(actions: { again: () => void; moved: () => void }) {
    this.#moved = actions.moved;
    this.#button = new BadgeButton(PANEL_ID, () => (this.#open ? this.close() : this.open()));
    this.#panel = new Panel({ again: actions.again, close: () => this.close() });
    this.#stage.append(this.#button.element, this.#panel.element);
    this.#root = this.host.attachShadow({ mode: 'closed' });
    this.#root.append(html('style', {}, STYLE), this.#stage);
    for (const type of KEPT_INSIDE) {
      this.#root.addEventListener(type, (event) => event.stopPropagation(), { passive: true });
    }
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** Puts the badge into the page, or into what is drawn above it around the video. Gives up on a page that keeps removing it. */
  attach(container: Element | ShadowRoot): void {
    if (this.host.isConnected && this.host.parentNode === container) return;
    const removedByPage = this.#container === container;
    if (removedByPage && ++this.#reattached > MAX_REATTACHED) return;
    this.#container = container;
    container.append(this.host);
  }

  show(shown: Shown, state: VideoState | null, videoWidth: number): void {
    this.#stage.hidden = false;
    this.#button.update(shown, this.#open, videoWidth < NARROW_VIDEO);
    this.#panel.update(shown, state);
  }

  /** Not seen for now; an open panel stays open for when it is seen again. */
  hide(): void {
    this.#stage.hidden = true;
  }

  /**
   * Not painted, but still there: the focus, the place an open panel is scrolled to and what is pressed meanwhile stay as
   * they are.
   */
  set transparent(on: boolean) {
    this.#stage.classList.toggle('transparent', on);
  }

  /** @returns the badge's middle; null where the video leaves no room for it. */
  place(video: Rect, visible: Rect, corner: Corner): Point | null {
    const rtl = getComputedStyle(document.documentElement).direction === 'rtl';
    this.#stage.dir = rtl ? 'rtl' : 'ltr';
    const button = this.#button.element;
    const size = { width: button.offsetWidth, height: button.offsetHeight };
    const badge = placeBadge(video, visible, size, corner, rtl);
    if (!badge) return null;
    // A transformed page moves what is fixed: all is measured against where the host really is.
    const origin = this.host.getBoundingClientRect();
    move(button, badge.x - origin.x, badge.y - origin.y);
    if (this.#open) {
      const panel = this.#panel.element;
      const place = placePanel(
        { ...badge, ...size },
        { width: panel.offsetWidth, height: panel.offsetHeight },
        { width: window.innerWidth, height: window.innerHeight },
        rtl,
      );
      move(panel, place.x - origin.x, place.y - origin.y);
    }
    return { x: badge.x + size.width / 2, y: badge.y + size.height / 2 };
  }

  open(): void {
    this.#open = true;
    this.#panel.element.hidden = false;
    this.#moved();
    this.#panel.element.focus({ preventScroll: true });
  }

  /** Closes the details; the focus goes back to the badge if it was inside. */
  close(): void {
    if (!this.#open) return;
    const focusInside = this.#panel.element.contains(this.#root.activeElement);
    this.#open = false;
    this.#panel.element.hidden = true;
    if (focusInside) this.#button.element.focus({ preventScroll: true });
    this.#moved();
  }

  remove(): void {
    this.host.remove();
  }
}

function move(element: HTMLElement, x: number, y: number): void {
  element.style.left = `${Math.round(x)}px`;
  element.style.top = `${Math.round(y)}px`;
}
