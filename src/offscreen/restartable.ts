import { within } from '../messages/timers.ts';

/** A start that failed is not tried again sooner, in ms; the pause doubles with every failure, up to the longest. */
const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

/** Something that takes time to start, may hang, and is tried again when it is wanted after it failed. */
export class Restartable<T> {
  readonly #what: string;
  readonly #limitMs: number;
  readonly #start: () => Promise<T>;
  #current: Promise<T>;
  #failedAt: number | null = null;
  #pauseMs = FIRST_PAUSE_MS;

  /** @param what for the error of a start that takes longer than `limitMs`. It is begun now. */
  constructor(what: string, limitMs: number, start: () => Promise<T>) {
    this.#what = what;
    this.#limitMs = limitMs;
    this.#start = start;
    this.#current = this.#begin();
  }

  /** @throws what the last start threw, or LateError. */
  get(): Promise<T> {
    if (this.#failedAt !== null && performance.now() - this.#failedAt >= this.#pauseMs) {
      this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
      this.anew();
    }
    return this.#current;
  }

  /** Starts another in place of what there is. */
  anew(): void {
    this.#failedAt = null;
    this.#current = this.#begin();
  }

  #begin(): Promise<T> {
    const started = within(this.#limitMs, this.#what, this.#start());
    started.then(
      () => (this.#pauseMs = FIRST_PAUSE_MS),
      () => {
        if (this.#current === started) this.#failedAt = performance.now();
      },
    );
    return started;
  }
}
