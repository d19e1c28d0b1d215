import { after } from '../messages/timers.ts';

/** How much of the page's time long work takes: in ms, one slice (a frame of the page has 16), and between two of them. */
interface Pace {
  slice: number;
  between: number;
}

/** A tenth of the page's time, for what somebody waits for. */
export const SOON: Pace = { slice: 4, between: 40 };
/** A 200th of it, for what is done again and again. */
export const NOW_AND_THEN: Pace = { slice: 1, between: 200 };

/** Does work that can wait in slices, so that the page never waits for it. Each `yield` is a place where it may be put aside. */
export class Slices {
  readonly #alive: () => boolean;
  readonly #pace: Pace;
  #waiting: Iterator<unknown>[] = [];
  #scheduled = false;

  constructor(alive: () => boolean, pace: Pace) {
    this.#alive = alive;
    this.#pace = pace;
  }

  /** Works that wait, the one that is being done included. */
  get length(): number {
    return this.#waiting.length;
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
    const end = performance.now() + this.#pace.slice;
    for (;;) {
      const [work] = this.#waiting;
      if (!work) return;
      try {
        while (!work.next().done) {
          if (performance.now() < end) continue;
          this.#schedule(this.#pace.between);
          return;
        }
      } catch (error) {
        reportError(error);
      }
      this.#waiting.shift();
    }
  }
}
