import type { Interference } from '../../verdict/interference.ts';
import { after } from '../../messages/timers.ts';
import { allIn, attributeNames, isElement, isOwn } from '../dom.ts';
import { OWN_MARK } from './elements.ts';

/** A badge that is to be seen and is not for so long, in ms, is hidden by its page; scrolling and menus take less. */
const HIDDEN_AFTER_MS = 1500;
/** At most so often, in ms, the browser looks whether a badge is really painted; each look costs it a hit test. */
const LOOK_EVERY_MS = 500;
/** Attributes that a page goes on setting are left to it; they make no difference to what is painted. */
const MAX_CLEANED = 20;

interface TrackingInit extends IntersectionObserverInit {
  trackVisibility: boolean;
  delay: number;
}

/** What `trackVisibility` (Intersection Observer, version 2) adds; browsers without it leave it out. */
interface TrackedEntry extends IntersectionObserverEntry {
  readonly isVisible?: boolean;
}

/** What was done to the badge of a video so far, by whichever of its badges: a video that comes into sight again gets another. */
export interface Tampering {
  /** What was done once is not taken back. */
  done: Interference | null;
  cleaned: number;
  reattached: number;
}

export function noTampering(): Tampering {
  return { done: null, cleaned: 0, reattached: 0 };
}

/** Whom a guard tells. */
interface Owner {
  /** The badge was taken out of where it was. */
  moved: () => void;
  /** What the page does to the badge, or null for nothing any more. */
  interfered: (how: Interference | null) => void;
  /** The badge was painted and is not any more. */
  vanished: () => void;
}

/** Notices what its page does to a badge: taken out, copied, changed, covered, made invisible. */
export class BadgeGuard {
  readonly #host: HTMLDivElement;
  readonly #owner: Owner;
  readonly #attributes: MutationObserver;
  readonly #siblings: MutationObserver;
  readonly #sight: IntersectionObserver;
  /** What is to be seen now, and whether it is. */
  #expected: Element | 'somewhere' | null = null;
  #seen = false;
  #callOff: () => void = () => undefined;
  readonly #tampering: Tampering;

  constructor(host: HTMLDivElement, tampering: Tampering, owner: Owner) {
    this.#host = host;
    this.#tampering = tampering;
    this.#owner = owner;
    this.#attributes = new MutationObserver(() => this.#clean());
    this.#attributes.observe(host, { attributes: true });
    this.#siblings = new MutationObserver((records) => this.#lookAround(records));
    const tracking: TrackingInit = { trackVisibility: true, delay: LOOK_EVERY_MS };
    this.#sight = new IntersectionObserver((entries) => this.#saw(entries), tracking);
  }

  /** The badge was put into this by its owner. */
  attached(container: Element | ShadowRoot): void {
    this.#siblings.disconnect();
    this.#siblings.observe(container, { childList: true });
  }

  /** The badge was not where its owner had put it. */
  removed(): void {
    this.#did('removed');
  }

  /**
   * What of the badge must be painted from now on: null for nothing, `somewhere` where there is no place for it, though its
   * video can be seen.
   */
  expect(expected: Element | 'somewhere' | null): void {
    if (expected === this.#expected) return;
    if (this.#expected instanceof Element) this.#sight.unobserve(this.#expected);
    this.#expected = expected;
    this.#seen = false;
    this.#callOff();
    if (expected instanceof Element) this.#sight.observe(expected);
    if (expected) this.#hiddenSoon();
  }

  end(): void {
    this.#callOff();
    for (const observer of [this.#attributes, this.#siblings, this.#sight]) observer.disconnect();
  }

  #did(how: Interference): void {
    this.#tampering.done ??= how;
    this.#owner.interfered(this.#tampering.done);
  }

  #saw(entries: readonly TrackedEntry[]): void {
    const entry = entries.findLast(({ target }) => target === this.#expected);
    if (!entry) return;
    const before = this.#seen;
    this.#seen = entry.isIntersecting && (entry.isVisible ?? true);
    this.#callOff();
    if (this.#seen) this.#owner.interfered(this.#tampering.done);
    else this.#hiddenSoon();
    if (before && !this.#seen) this.#owner.vanished();
  }

  #hiddenSoon(): void {
    this.#callOff = after(HIDDEN_AFTER_MS, () => {
      if (this.#expected && !this.#seen) this.#owner.interfered(this.#tampering.done ?? 'hidden');
    });
  }

  #clean(): void {
    const foreign = attributeNames(this.#host).filter((name) => name !== OWN_MARK);
    if (foreign.length === 0) return;
    this.#did('changed');
    if (++this.#tampering.cleaned > MAX_CLEANED) return;
    for (const name of foreign) this.#host.removeAttribute(name);
  }

  #lookAround(records: readonly MutationRecord[]): void {
    for (const { addedNodes, removedNodes } of records) {
      if ([...removedNodes].includes(this.#host)) this.#owner.moved();
      for (const node of addedNodes) {
        if (isElement(node) && isCopy(node)) this.#did('copied');
      }
    }
  }
}

function isCopy(element: Element): boolean {
  return [element, ...allIn(element, `[${OWN_MARK}]`)].some(
    (each) => attributeNames(each).includes(OWN_MARK) && !isOwn(each),
  );
}
