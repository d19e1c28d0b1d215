import { after } from '../messages/timers.ts';

/** Between two beats, in ms: while something is to be seen, and at most where nothing comes of it. */
const BEAT_MS = 2000;
const SLOWEST_MS = 32_000;

/**
 * Looks at a video now and then by itself: a page can keep every event of a player from those who listen to it
 * (`stopImmediatePropagation` on the window), and no event tells of all that changes its looks. It beats only while the video is in
 * sight, and ever more slowly while it stands.
 */
export class Pulse {
  readonly #lively: () => boolean;
  readonly #beat: () => void;
  #callOff: (() => void) | null = null;
  #wait = BEAT_MS;

  /** @param lively whether the next beat should come soon. */
  constructor({ lively, beat }: { lively: () => boolean; beat: () => void }) {
    this.#lively = lively;
    this.#beat = beat;
  }

  /** The video is in sight, or something about it changed. */
  start(): void {
    this.#wait = BEAT_MS;
    this.#callOff ??= this.#next();
  }

  stop(): void {
    this.#callOff?.();
    this.#callOff = null;
  }

  #next(): () => void {
    return after(this.#wait, () => {
      this.#wait = this.#lively() ? BEAT_MS : Math.min(this.#wait * 2, SLOWEST_MS);
      this.#callOff = this.#next();
      this.#beat();
    });
  }
}
