/** Calls back once when `touch` was not called for a time. */
export class IdleTimer {
  readonly #ms: number;
  readonly #whenIdle: () => void;
  #timer: ReturnType<typeof setTimeout>;

  constructor(ms: number, whenIdle: () => void) {
    this.#ms = ms;
    this.#whenIdle = whenIdle;
    this.#timer = setTimeout(whenIdle, ms);
  }

  touch(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#whenIdle, this.#ms);
  }
}
