import { after } from '../messages/timers.ts';
import { listenToPage } from './dom.ts';

/** Without a scrolled pixel for so long, in ms, the page rests. */
const REST_MS = 150;
/** A page that never rests is taken to rest this often, in ms. */
const LONGEST_MS = 1000;

/**
 * Knows whether the page is being scrolled. Meanwhile nothing is measured, drawn or taken that can wait: that is when a page must
 * draw a frame every 16 ms.
 */
export class Scrolling {
  readonly #signal: AbortSignal;
  readonly #moved: (scrolled: EventTarget | null) => void;
  readonly #rested: () => void;
  #places: (Window | ShadowRoot)[] = [];
  #started = false;
  #scrolledAt = -Infinity;
  #restedAt = 0;
  #waiting = false;

  /**
   * @param moved called with what is scrolled, a document or a box of it, before the frame in which that is seen.
   * @param rested called when scrolling ends, and every {@link LONGEST_MS} while it goes on.
   */
  constructor(moved: (scrolled: EventTarget | null) => void, rested: () => void, signal: AbortSignal) {
    this.#moved = moved;
    this.#rested = rested;
    this.#signal = signal;
  }

  /** Listens from now on; before that there is nothing on the page that scrolling would matter to. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    for (const where of this.#places) this.#listen(where);
    this.#places = [];
  }

  follow(where: Window | ShadowRoot): void {
    if (this.#started) this.#listen(where);
    else this.#places.push(where);
  }

  get now(): boolean {
    return this.#waiting;
  }

  #listen(where: Window | ShadowRoot): void {
    const heard = ({ target, timeStamp }: Event): void => {
      this.#scrolledAt = timeStamp;
      if (!this.#waiting) this.#wait(REST_MS);
      this.#moved(target);
    };
    listenToPage('scroll', heard, this.#signal, where);
  }

  #wait(ms: number): void {
    if (!this.#waiting) this.#restedAt = this.#scrolledAt;
    this.#waiting = true;
    after(ms, () => {
      if (this.#signal.aborted) return;
      const now = performance.now();
      const left = this.#scrolledAt + REST_MS - now;
      this.#waiting = left > 1;
      if (this.#waiting) this.#wait(left);
      if (this.#waiting && now - this.#restedAt < LONGEST_MS) return;
      this.#restedAt = now;
      this.#rested();
    });
  }
}
