import { after } from '../messages/timers.ts';
import { isShadowRoot, listenToPage } from './dom.ts';

/** Without a scrolled pixel for so long, in ms, the page rests. */
const REST_MS = 150;
/** So long, in ms, nothing is heard after a scrolled pixel, unless something moves with each. */
const DEAF_MS = 250;
/** A page that never rests is taken to rest this often, in ms. */
const LONGEST_MS = 1000;

/**
 * Knows whether the page is being scrolled. Meanwhile nothing is measured, drawn or taken that can wait: that is when a page must
 * draw a frame every 16 ms. To hear of every frame has its price, too: where nothing moves with them, the window is listened to now and then.
 */
export class Scrolling {
  readonly #signal: AbortSignal;
  readonly #hooks: ScrollingHooks;
  readonly #windows = new Set<Window>();
  #trees: ShadowRoot[] = [];
  /** Of the listeners on the windows; null before the start, and while they are not listened to. */
  #ears: AbortController | null = null;
  #started = false;
  #scrolledAt = -Infinity;
  #deafUntil = -Infinity;
  #restedAt = 0;
  #waiting = false;

  constructor(hooks: ScrollingHooks, signal: AbortSignal) {
    this.#hooks = hooks;
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#ears?.abort());
  }

  /** Listens from now on; before that there is nothing on the page that scrolling would matter to. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    for (const tree of this.#trees) this.#listenTo(tree, this.#signal);
    this.#trees = [];
    this.#listen();
  }

  follow(where: Window | ShadowRoot): void {
    if (!isShadowRoot(where)) {
      this.#windows.add(where);
      if (this.#ears) this.#listenTo(where, this.#ears.signal);
    } else if (this.#started) this.#listenTo(where, this.#signal);
    else this.#trees.push(where);
  }

  #listen(): void {
    if (this.#ears) return;
    this.#ears = new AbortController();
    for (const where of this.#windows) {
      if (where.closed) this.#windows.delete(where);
      else this.#listenTo(where, this.#ears.signal);
    }
  }

  get now(): boolean {
    return this.#waiting;
  }

  #listenTo(where: Window | ShadowRoot, signal: AbortSignal): void {
    const heard = ({ target, timeStamp }: Event): void => {
      this.#scrolledAt = timeStamp;
      if (!this.#waiting) this.#begin();
      if (!this.#hooks.moved(target)) this.#turnAway();
    };
    listenToPage('scroll', heard, signal, where);
  }

  /** The next scrolled pixel is heard of after a while. */
  #turnAway(): void {
    if (!this.#ears) return;
    this.#ears.abort();
    this.#ears = null;
    this.#deafUntil = this.#scrolledAt + DEAF_MS;
  }

  #begin(): void {
    this.#waiting = true;
    this.#restedAt = this.#scrolledAt;
    this.#wait(REST_MS);
  }

  #wait(ms: number): void {
    after(ms, () => {
      if (this.#signal.aborted) return;
      const now = performance.now();
      const deaf = this.#deafUntil - now;
      if (deaf <= 1) this.#listen();
      const left = Math.max(this.#scrolledAt, this.#deafUntil) + REST_MS - now;
      this.#waiting = left > 1;
      if (this.#waiting) this.#wait(deaf > 1 ? deaf : left);
      if (this.#waiting && now - this.#restedAt < LONGEST_MS) return;
      this.#restedAt = now;
      this.#hooks.rested();
    });
  }
}

interface ScrollingHooks {
  /**
   * Called with what is scrolled, a document or a box of it, before the frame in which that is seen.
   * @returns whether something had to be moved along.
   */
  moved: (scrolled: EventTarget | null) => boolean;
  /** Called when scrolling ends, and every {@link LONGEST_MS} while it goes on. */
  rested: () => void;
}
