import {
  documentOf,
  fits,
  giveFocus,
  isElement,
  isInPage,
  isShown,
  listenToWindow,
  pageRoot,
  putFirst,
  takeOut,
} from '../dom.ts';
import { comesBefore, elementsOf, focusedOn } from '../shadow-roots.ts';
import { ownHost } from './elements.ts';
import type { Badge } from './host.ts';

/**
 * Puts each badge right after its video in the order of the Tab key. In the page it lies at the end, where it disturbs nothing,
 * so the focus is led: where it jumps over a video it goes to the badge first, and from there on to what follows the video.
 */

export interface Stop {
  readonly badge: Badge;
  readonly video: HTMLVideoElement;
}

const MAY_TAKE_FOCUS = [
  ...['a[href]', 'area[href]', 'button', 'input', 'select', 'textarea', 'summary', 'iframe'],
  ...['audio[controls]', 'video[controls]', '[tabindex]', '[contenteditable]'],
].join();
const NEVER = '[tabindex^="-"], :disabled, [inert], [inert] *';
/** Elements that are offered the focus and do not take it. */
const MAX_REFUSED = 50;

interface Pressed {
  event: KeyboardEvent;
  from: Element | null;
  forward: boolean;
}

export class TabOrder {
  readonly #stops: () => readonly Stop[];
  #pressed: Pressed | null = null;
  /** Where the pointer was pressed last: the Tab key goes on from there if nothing has the focus. */
  #touched: Element | null = null;
  /** The element that the focus is led away from; its page hears nothing of it. */
  #passed: EventTarget | null = null;

  /** @param stops badges that are shown, with their videos. */
  constructor(stops: () => readonly Stop[], signal: AbortSignal) {
    this.#stops = stops;
    const options = { capture: true, signal };
    listenToWindow('pointerdown', (event) => this.#touch(event), { ...options, passive: true });
    listenToWindow('keydown', (event) => isTab(event) && this.#press(event), options);
    for (const type of ['focus', 'focusin', 'blur', 'focusout'] as const)
      listenToWindow(type, (event) => this.#focus(event), options);
  }

  /** The Tab key was pressed in a badge. */
  pressedIn(badge: Badge, event: KeyboardEvent): void {
    this.#pressed = null;
    const forward = !event.shiftKey;
    const stop = this.#stops().find((each) => each.badge === badge);
    badge.inTabOrder = true;
    if (!stop || !badge.isAtEdge(forward)) return;
    if (this.#leave(stop, forward)) event.preventDefault();
    else if (!forward) stepBackFromStart(documentOf(stop.video));
    badge.close('elsewhere');
  }

  #touch(event: PointerEvent): void {
    const [target] = event.composedPath();
    this.#touched = target && isElement(target) ? target : null;
    this.#pressed = null;
  }

  #press(event: KeyboardEvent): void {
    const stops = this.#stops();
    this.#pressed = null;
    const [first] = stops;
    if (!first || stops.some(({ badge }) => badge.host === event.target)) return;
    const page = documentOf(first.video);
    const touched = this.#touched && isInPage(this.#touched) ? this.#touched : null;
    this.#pressed = { event, from: focusedOn(page) ?? touched, forward: !event.shiftKey };
    // What has nothing after it is left to the browser, which alone knows the way out of the page.
    const order = orderOf(page, stops);
    const last = order.findLastIndex((each) => !('badge' in each));
    for (const stop of stops) stop.badge.inTabOrder = order.indexOf(stop) > last;
  }

  #focus(event: FocusEvent): void {
    const { target, type } = event;
    if (this.#passed !== null && target === this.#passed) event.stopImmediatePropagation();
    const pressed = this.#pressed;
    if (!pressed || (type !== 'focus' && isElement(target))) return;
    this.#pressed = null;
    const to = isElement(target) && focusedOn(documentOf(target));
    const stop = to && !pressed.event.defaultPrevented && this.#between(pressed, to);
    if (!stop || stop.badge.host === to) return;
    event.stopImmediatePropagation();
    this.#passed = target;
    stop.badge.focus();
    this.#passed = null;
  }

  /** The first badge that the focus would jump over on its way. */
  #between({ from, forward }: Pressed, to: Element): Stop | undefined {
    const [lower, upper] = forward ? [from, to] : [to, from];
    const over = this.#stops().filter(
      ({ video }) =>
        (!lower || lower === video || comesBefore(lower, video)) && (!upper || comesBefore(video, upper)),
    );
    over.sort((a, b) => (comesBefore(a.video, b.video) ? -1 : 1));
    // From outside of the page the browser comes to its end by itself.
    return forward ? over[0] : from ? over.at(-1) : undefined;
  }

  /** Gives the focus to what comes after a badge, or before it. @returns whether anything took it. */
  #leave(stop: Stop, forward: boolean): boolean {
    const page = documentOf(stop.video);
    const order = orderOf(page, this.#stops());
    const at = order.indexOf(stop);
    if (at < 0) return false;
    const way = forward ? order.slice(at + 1) : order.slice(0, at).reverse();
    for (const next of way.slice(0, MAX_REFUSED)) {
      if ('badge' in next) {
        next.badge.focus();
        return true;
      }
      giveFocus(next);
      if (focusedOn(page) === next) return true;
    }
    return false;
  }
}

/** Nothing comes before: the browser, which acts on the key after this, is to go on from the beginning of the page. */
function stepBackFromStart(page: Document): void {
  const root = pageRoot(page);
  if (!root) return;
  const start = ownHost('start');
  start.tabIndex = -1;
  start.addEventListener('blur', () => takeOut(start), { once: true });
  putFirst(root, start);
  giveFocus(start);
}

export function isTab({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return key === 'Tab' && !altKey && !ctrlKey && !metaKey;
}

/** What the Tab key comes to, in order, a badge right after its video. Numbers above 0 that pages give are passed over. */
function orderOf(page: Document, stops: readonly Stop[]): (Element | Stop)[] {
  const byVideo = new Map<Element, Stop>(stops.map((stop) => [stop.video, stop]));
  const own = new Set<Element>(stops.map(({ badge }) => badge.host));
  const order: (Element | Stop)[] = [];
  for (const element of elementsOf(page)) {
    if (own.has(element)) continue;
    if (
      fits(element, MAY_TAKE_FOCUS) &&
      !fits(element, NEVER) &&
      isShown(element, { visibilityProperty: true })
    )
      order.push(element);
    const stop = byVideo.get(element);
    if (stop) order.push(stop);
  }
  return order;
}
