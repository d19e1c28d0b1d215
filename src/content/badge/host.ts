import { languageOfTexts } from '../../words/text.ts';
import type { Before } from '../../messages/schemas.ts';
import type { BadgeSize, Corner } from '../../settings/schema.ts';
import type { VideoState } from '../../verdict/types.ts';
import type { Interference } from '../../verdict/interference.ts';
import { documentOf, isShown, pageRoot, parentNodeOf, putInto, viewOf } from '../dom.ts';
import type { Point, Rect } from '../rects.ts';
import { BadgeButton } from './button.ts';
import { html, ownHost, setText } from './elements.ts';
import { BadgeGuard, type Tampering } from './guard.ts';
import { PANEL_ID, Panel } from './panel.ts';
import { NARROW_VIDEO, cornersFrom, placeBadge, placePanel, type PanelPlace } from './position.ts';
import { HELD, PROBE_SIDE, SCROLLED, STYLE } from './style.ts';
import type { Shown } from './words.ts';

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

/** Where a badge goes, measured before anything is moved. */
export interface Place {
  /** In the viewport, when it was measured. */
  button: Rect;
  panel: PanelPlace | null;
  /** Of the host, whose upper left corner all is moved from. */
  origin: Point;
}

/** The badge and the details of one video, in a closed shadow root of an element of our own. */
export class Badge {
  readonly host = ownHost('badge');
  readonly #hold = html('style', {}, HELD);
  readonly #stage = html('div', { class: 'stage', lang: languageOfTexts().lang });
  readonly #probe = html('div', { class: 'probe' });
  readonly #button: BadgeButton;
  readonly #root: ShadowRoot;
  readonly #again: () => void;
  readonly #compare: () => void;
  /** Made when there is time for it. */
  #panel: Panel | null = null;
  #open = false;
  /** The side on which the panel lies; it does not change sides for little. */
  #panelSide: PanelPlace['side'] | null = null;
  #shown = '';
  #state: VideoState | null = null;
  #container: Element | ShadowRoot | null = null;
  /** Opening moves boxes; the owner places them anew. */
  readonly #moved: () => void;
  readonly #guard: BadgeGuard;
  readonly #tampering: Tampering;

  constructor(
    tampering: Tampering,
    actions: {
      again: () => void;
      /** The video is to be held against a genuine one. */
      compare: () => void;
      moved: () => void;
      /** What the page does to the badge now, or null for nothing. */
      interfered: (how: Interference | null) => void;
      /** It was seen and is not any more. */
      vanished: () => void;
    },
  ) {
    this.#tampering = tampering;
    this.#moved = actions.moved;
    this.#again = actions.again;
    this.#compare = actions.compare;
    this.#button = new BadgeButton(PANEL_ID, () => (this.#open ? this.close('badge') : this.open()));
    this.#stage.append(this.#button.element);
    this.#root = this.host.attachShadow({ mode: 'closed' });
    this.#root.append(html('style', {}, STYLE), this.#hold, this.#probe, this.#stage);
    for (const type of KEPT_INSIDE) {
      this.#root.addEventListener(type, (event) => event.stopPropagation(), { passive: true });
    }
    const { moved, interfered, vanished } = actions;
    this.#guard = new BadgeGuard(this.host, tampering, { moved, interfered, vanished });
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /**
   * Puts the badge into the page, or into what is drawn above it around the video. Gives up on a page that keeps removing it.
   * @param scrolls whether it moves along while the page scrolls.
   */
  attach(container: Element | ShadowRoot, scrolls: boolean): void {
    setText(this.#hold, scrolls ? SCROLLED : HELD);
    if (this.host.isConnected && parentNodeOf(this.host) === container) return;
    if (this.#container === container) {
      this.#guard.removed();
      if (++this.#tampering.reattached > MAX_REATTACHED) return;
    }
    this.#container = container;
    putInto(container, this.host);
    this.#guard.attached(container);
  }

  /** @param whole with the details, which take a while to make. */
  show(
    shown: Shown,
    state: VideoState | null,
    {
      videoWidth,
      size,
      whole,
      before,
    }: { videoWidth: number; size: BadgeSize; whole: boolean; before: Before | null },
  ): void {
    if (this.#stage.hidden) this.#stage.hidden = false;
    const small = size === 'small' || videoWidth < NARROW_VIDEO;
    const now = JSON.stringify([shown, this.#open, small, size, this.#panel !== null || whole, before]);
    if (now === this.#shown && state === this.#state) return;
    this.#shown = now;
    this.#state = state;
    this.#stage.classList.toggle('large', size === 'large');
    this.#button.update(shown, this.#open, small);
    if (whole) this.#details();
    this.#panel?.update(shown, state, before);
  }

  /** From now on it is to be seen where it was placed. */
  expectSeen(): void {
    // Where there is little room the panel lies over its badge.
    this.#guard.expect(this.#open && this.#panel ? this.#panel.element : this.#button.element);
  }

  /** Not seen for now; an open panel stays open for when it is seen again. @param missed whether its video can be seen. */
  hide(missed: boolean): void {
    if (!this.#stage.hidden) this.#stage.hidden = true;
    this.#guard.expect(missed ? 'somewhere' : null);
  }

  /**
   * Not painted, but still there: the focus, the place an open panel is scrolled to and what is pressed meanwhile stay as
   * they are.
   */
  set transparent(on: boolean) {
    if (this.#stage.classList.contains('transparent') !== on) this.#stage.classList.toggle('transparent', on);
    if (on) this.#guard.expect(null);
  }

  /** Where in the viewport the host is now. */
  get origin(): Point {
    return this.host.getBoundingClientRect();
  }

  /**
   * Finds the place in the wanted corner of the video, or in another one that is free. Changes nothing, but for the scale where that of
   * the page changed.
   * @param faces parts of the page that the panel is not to cover.
   * @returns null where there is no room for it.
   */
  measure(
    video: Rect,
    visible: Rect,
    { corner, faces, isFree }: { corner: Corner; faces: readonly Rect[]; isFree: (part: Rect) => boolean },
  ): Place | null {
    const page = documentOf(this.host);
    const rtl = isRightToLeft(page);
    const dir = rtl ? 'rtl' : 'ltr';
    if (this.#stage.dir !== dir) this.#stage.dir = dir;
    // A zoomed or transformed page resizes and moves what is fixed: all is measured against where and how large the host really is.
    const { x, y } = this.origin;
    const scale = this.#probe.getBoundingClientRect().width / PROBE_SIDE || 1;
    const zoom = scale === 1 ? '' : String(1 / scale);
    if (this.#stage.style.zoom !== zoom) this.#stage.style.zoom = zoom;
    const button = this.#button.element;
    const size = { width: button.offsetWidth, height: button.offsetHeight };
    const badge = cornersFrom(corner)
      .flatMap((each) => placeBadge(video, visible, size, each, rtl) ?? [])
      .find((place) => isFree({ ...place, ...size }));
    if (!badge) return null;
    const place = { button: { ...badge, ...size }, origin: { x, y } };
    const panel = this.#open && this.#panel?.element;
    if (!panel) return { ...place, panel: null };
    const panelSize = { width: panel.offsetWidth, height: panel.offsetHeight };
    const around = { badge: place.button, video, faces, viewport: viewportOf(this.host), rtl };
    return { ...place, panel: placePanel(panelSize, around, this.#panelSide) };
  }

  /** Puts it where it was measured to go. */
  place({ button, panel, origin }: Place): void {
    this.shift(0, 0, true);
    const { width, height } = button;
    const { innerWidth, innerHeight } = viewOf(this.host);
    // The words beside a small badge stay in the window.
    this.#button.element.classList.toggle('right', button.x + width / 2 > innerWidth / 2);
    this.#button.element.classList.toggle('low', button.y + 3 * height > innerHeight);
    move(this.#button.element, button, origin);
    if (!panel || !this.#panel) return;
    this.#panelSide = panel.side;
    move(this.#panel.element, panel, origin);
  }

  /** Moves it by so much from where it was placed, without layout; not painted where it would not lie on its video. */
  shift(x: number, y: number, lies: boolean): void {
    const translate = x === 0 && y === 0 ? '' : `${x}px ${y}px`;
    if (this.#stage.style.translate !== translate) this.#stage.style.translate = translate;
    const visibility = lies ? '' : 'hidden';
    if (this.#stage.style.visibility !== visibility) this.#stage.style.visibility = visibility;
  }

  open(): void {
    this.#open = true;
    const panel = this.#details().element;
    panel.hidden = false;
    this.#moved();
    panel.focus({ preventScroll: true });
  }

  /** Closes the details. @param focus goes back to the badge if it was inside, or is about to be elsewhere. */
  close(focus: 'badge' | 'elsewhere'): void {
    if (!this.#open || !this.#panel) return;
    const focusInside = this.#panel.element.contains(this.#root.activeElement);
    this.#open = false;
    this.#panelSide = null;
    this.#panel.element.hidden = true;
    if (focusInside && focus === 'badge') this.#button.element.focus({ preventScroll: true });
    this.#moved();
  }

  /** Whether the Tab key comes to it where it lies in the page. */
  set inTabOrder(on: boolean) {
    const index = on ? 0 : -1;
    if (this.#button.element.tabIndex !== index) this.#button.element.tabIndex = index;
  }

  focus(): void {
    this.#button.element.focus();
  }

  /** Whether the next press of the Tab key leaves it. */
  isAtEdge(forward: boolean): boolean {
    const stops = [...this.#stage.querySelectorAll('button,summary')].filter((stop) =>
      isShown(stop, { visibilityProperty: true }),
    );
    return this.#root.activeElement === (forward ? stops.at(-1) : stops[0]);
  }

  remove(): void {
    this.#guard.end();
    this.host.remove();
  }

  #details(): Panel {
    if (this.#panel) return this.#panel;
    this.#panel = new Panel({
      again: this.#again,
      compare: this.#compare,
      close: () => this.close('badge'),
    });
    this.#stage.append(this.#panel.element);
    return this.#panel;
  }
}

/** What can be seen of the page: without its scrollbars, which lie over all that is fixed. */
function viewportOf(host: Node): { width: number; height: number } {
  const { visualViewport, innerWidth, innerHeight } = viewOf(host);
  if (!visualViewport) return { width: innerWidth, height: innerHeight };
  // Of a pinched page it is only the part in sight.
  const { width, height, scale } = visualViewport;
  return { width: width * scale, height: height * scale };
}

function isRightToLeft(page: Document): boolean {
  const root = pageRoot(page);
  return root !== null && getComputedStyle(root).direction === 'rtl';
}

function move({ style }: HTMLButtonElement | HTMLDivElement, { x, y }: Point, origin: Point): void {
  const [left, top] = [`${Math.round(x - origin.x)}px`, `${Math.round(y - origin.y)}px`];
  if (style.left !== left) style.left = left;
  if (style.top !== top) style.top = top;
}
