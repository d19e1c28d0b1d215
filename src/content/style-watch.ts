import { around } from './shadow-roots.ts';

/**
 * Tells when a video may have become visible or invisible by its style, which makes no event: nearly always an attribute on it or
 * around it changes, and a transition may follow. Those are heard elsewhere, as is the player's own clock, which notices the rest.
 */
export class StyleWatch {
  readonly #watched = new Map<HTMLVideoElement, MutationObserver>();
  readonly #changed: () => void;

  constructor(changed: () => void, signal: AbortSignal) {
    this.#changed = changed;
    signal.addEventListener('abort', () => {
      for (const observer of this.#watched.values()) observer.disconnect();
    });
  }

  /** Begins, or begins anew where the video lies now. */
  watch(video: HTMLVideoElement): void {
    this.forget(video);
    const observer = new MutationObserver(this.#changed);
    for (const element of [video, ...around(video)]) observer.observe(element, { attributes: true });
    this.#watched.set(video, observer);
  }

  isWatching(video: HTMLVideoElement): boolean {
    return this.#watched.has(video);
  }

  forget(video: HTMLVideoElement): void {
    this.#watched.get(video)?.disconnect();
    this.#watched.delete(video);
  }
}
