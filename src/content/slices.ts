import { after } from '../messages/timers.ts';

/** Of one slice, in ms. A frame of the page has 16. */
const SLICE_MS = 4;
/** Between two slices, in ms: long work takes at most a tenth of the page's time. */
const BETWEEN_MS = 40;

/** Does work that can wait in slices, so that the page never waits for it. Each `yield` is a place where it may be put aside. */
export class Slices {
  readonly #alive: () => boolean;
  #waiting: Iterator<unknown>[] = [];
  #scheduled = false;

  constructor(alive: () => boolean) {
    this.#alive = alive;
  }

  /** @param soon in how many ms it begins, where nothing else is being done. */
  add(work: Generator<unknown, void>, soon = 0): void {
    this.#waiting.push(work);
    this.#schedule(soon);
  }

  #schedule(ms: number): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    after(ms, () => {
      this.#scheduled = false;
      if (this.#alive()) this.#slice();
    });
  }

  #slice(): void {
    const end = performance.now() + SLICE_MS;
    for (;;) {
      const [work] = this.#waiting;
      if (!work) return;
      try {
        while (!work.next().done) {
          if (performance.now() < end) continue;
          this.#schedule(BETWEEN_MS);
          return;
        }
      } catch (error) {
        reportError(error);
      }
      this.#waiting.shift();
    }
  }
}
