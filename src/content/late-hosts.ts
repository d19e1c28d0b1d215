import { after } from '../messages/timers.ts';
import { allIn, isElement, isInPage, rootOf, tagOf } from './dom.ts';

/** When custom elements without a shadow root are looked at again after they came, in ms: most get one while the page starts. */
const LOOKS_MS = [0, 1000, 5000, 15_000, 40_000] as const;
/** Many causes to look come in one moment. */
const SOON_MS = 200;
/** Elements looked at between two places where a walk may be put aside. */
const STRIDE = 100;
/** Remembered at a time. */
const MAX_HOSTS = 1000;

/**
 * Custom elements that have no shadow root yet. None of the ways in which they get one makes an event, so that they are asked
 * again, cheaply, when something happens that goes along with it.
 */
export class LateHosts {
  readonly #hosts = new Set<Element>();
  readonly #rooted: (host: Element) => void;
  readonly #signal: AbortSignal;
  /** An element that is upgraded often gets another size. */
  readonly #resized = new ResizeObserver(() => this.lookSoon());
  #looks: (() => void)[] = [];
  #pending = false;

  /** @param rooted gets each element that has a shadow root now. */
  constructor(rooted: (host: Element) => void, signal: AbortSignal) {
    this.#rooted = rooted;
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#resized.disconnect());
  }

  /** Remembers those in a tree that was added, the undefined ones first, which are the likelier. */
  *remember(tree: Element | Document | ShadowRoot): Generator<void, void> {
    const before = this.#hosts.size;
    for (const element of [tree, ...allIn(tree, ':not(:defined)')]) this.#note(element);
    let looked = 0;
    for (const element of allIn(tree, '*')) {
      if (this.#hosts.size >= MAX_HOSTS) break;
      this.#note(element);
      if (++looked % STRIDE === 0) yield;
    }
    if (this.#hosts.size === before) return;
    for (const callOff of this.#looks) callOff();
    this.#looks = LOOKS_MS.map((wait) => after(wait, () => this.look()));
  }

  #note(node: Element | Document | ShadowRoot): void {
    if (this.#hosts.size >= MAX_HOSTS || !isElement(node)) return;
    if (!tagOf(node).includes('-') || this.#hosts.has(node) || rootOf(node)) return;
    this.#hosts.add(node);
    this.#resized.observe(node);
  }

  lookSoon(): void {
    if (this.#pending || this.#hosts.size === 0) return;
    this.#pending = true;
    after(SOON_MS, () => {
      this.#pending = false;
      this.look();
    });
  }

  look(): void {
    if (this.#signal.aborted) return;
    for (const host of this.#hosts) {
      const rooted = rootOf(host) !== null;
      if (!rooted && isInPage(host)) continue;
      this.#hosts.delete(host);
      this.#resized.unobserve(host);
      if (rooted) this.#rooted(host);
    }
  }
}
