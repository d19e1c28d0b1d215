/** How long a frame may wait for its crops, in ms; part of the protocol (`engine.detect`). */
const LIFE_MS = 10_000;

/** Hands out names for work that is to be continued by a later message, and forgets what nobody continues. */
export class Tickets<T> {
  readonly #open = new Map<string, { value: T; expires: number }>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  issue(value: T): string {
    this.#purge();
    const ticket = crypto.randomUUID();
    this.#open.set(ticket, { value, expires: this.#now() + LIFE_MS });
    return ticket;
  }

  /** The work of a ticket, once; null if it is unknown, used or expired. */
  take(ticket: string): T | null {
    this.#purge();
    const entry = this.#open.get(ticket);
    this.#open.delete(ticket);
    return entry ? entry.value : null;
  }

  #purge(): void {
    const now = this.#now();
    for (const [ticket, { expires }] of this.#open) if (expires <= now) this.#open.delete(ticket);
  }
}
