import { after } from '../messages/timers.ts';
import { fits, isInPage, rootOf } from './dom.ts';

/** When custom elements without a shadow root are looked at again after they came, in ms: most get one while the page starts. */
const LOOKS_MS = [0, 1000, 5000, 15_000, 40_000] as const;
/** Many causes to look come in one moment. */
const SOON_MS = 200;
/** Remembered at a time, and so many of them that are defined, which seldom get one so late. */
const MAX_HOSTS = 1000;
const MAX_DEFINED = 500;

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
  #fresh = false;

  /** @param rooted gets each element that has a shadow root now. */
  constructor(rooted: (host: Element) => void, signal: AbortSignal) {
    this.#rooted = rooted;
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#resized.disconnect());
  }

  /** Remembers a custom element without a shadow root. */
  remember(host: Element): void {
    const { size } = this.#hosts;
    if (size >= MAX_HOSTS || this.#hosts.has(host)) return;
    if (size >= MAX_DEFINED && fits(host, ':defined')) return;
    this.#hosts.add(host);
    this.#resized.observe(host);
    this.#fresh = true;
  }

  /** All of a tree are remembered. */
  remembered(): void {
    if (!this.#fresh) return;
    this.#fresh = false;
    for (const callOff of this.#looks) callOff();
    this.#looks = LOOKS_MS.map((wait) => after(wait, () => this.look()));
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
