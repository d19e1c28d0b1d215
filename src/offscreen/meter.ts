/** Measurements kept for the median. */
const KEPT = 50;

/** Counts events and knows the median of the last measurements. */
export class Meter {
  count = 0;
  readonly #last: number[] = [];

  /** @param ms what each of `events` took. */
  record(ms: number, events = 1): void {
    this.count += events;
    this.#last.push(ms);
    if (this.#last.length > KEPT) this.#last.shift();
  }

  /** ms; null before the first measurement. */
  median(): number | null {
    return [...this.#last].sort((a, b) => a - b)[Math.floor(this.#last.length / 2)] ?? null;
  }
}
