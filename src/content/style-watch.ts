import { Pulse } from './pulse.ts';
import { around } from './shadow-roots.ts';

interface Watched {
  attributes: MutationObserver;
  /** Nothing at all tells of a style sheet that changes while the video stands. */
  pulse: Pulse;
}

/**
 * Tells when a video may have become visible or invisible by its style, which makes no event: nearly always an attribute on it or
 * around it changes, and a transition may follow. Those are heard elsewhere, as is the player's own clock. What is left is looked at
 * now and then.
 */
export class StyleWatch {
  readonly #watched = new Map<HTMLVideoElement, Watched>();
  readonly #changed: () => void;

  constructor(changed: () => void, signal: AbortSignal) {
    this.#changed = changed;
    signal.addEventListener('abort', () => {
      for (const video of this.#watched.keys()) this.forget(video);
    });
  }

  /** Begins, or begins anew where the video lies now. */
  watch(video: HTMLVideoElement): void {
    this.forget(video);
    const attributes = new MutationObserver(this.#changed);
    for (const element of [video, ...around(video)]) attributes.observe(element, { attributes: true });
    const pulse = new Pulse({ lively: () => false, beat: this.#changed });
    pulse.start();
    this.#watched.set(video, { attributes, pulse });
  }

  isWatching(video: HTMLVideoElement): boolean {
    return this.#watched.has(video);
  }

  forget(video: HTMLVideoElement): void {
    const watched = this.#watched.get(video);
    watched?.attributes.disconnect();
    watched?.pulse.stop();
    this.#watched.delete(video);
  }
}
