import { nextAction, type SamplingFacts } from './sampling.ts';

/** What the sampler has to know of its video from others. */
export interface Sampled {
  wanted: () => boolean;
  eligible: () => boolean;
  busy: () => boolean;
  /** Take the frame that the element shows now. */
  take: () => void;
}

/**
 * Drives the taking of frames of one video by the events of its player: nothing runs while nothing plays, and no timer
 * polls. `timeupdate` is the clock, requestVideoFrameCallback gives the exact frame, and where that callback stays out the
 * clock takes over.
 */
export class Sampler {
  readonly #video: HTMLVideoElement;
  readonly #sampled: Sampled;
  #lastFrameAt = -Infinity;
  #freshStill = true;
  #armed: { handle: number; at: number } | null = null;

  constructor(video: HTMLVideoElement, sampled: Sampled, signal: AbortSignal) {
    this.#video = video;
    this.#sampled = sampled;
    const again = (): void => this.consider();
    for (const type of ['timeupdate', 'playing', 'loadeddata', 'resize'] as const) {
      video.addEventListener(type, again, { signal });
    }
    // The player came to rest on a picture that was not looked at yet.
    for (const type of ['pause', 'seeked'] as const) {
      video.addEventListener(type, () => this.lookAgain(), { signal });
    }
    signal.addEventListener('abort', () => this.#disarm());
  }

  /** Something else begins (a new source, a request): what was taken before does not count. */
  restart(): void {
    this.#lastFrameAt = -Infinity;
    this.lookAgain();
  }

  /** The standing picture is worth a look (again): the player stopped there or came into view. */
  lookAgain(): void {
    this.#freshStill = true;
    this.consider();
  }

  /** Weighs the facts and acts on them; cheap, to be called whenever one may have changed. */
  consider(): void {
    switch (nextAction(this.#facts())) {
      case 'take':
        this.#take();
        break;
      case 'arm':
        this.#arm();
        break;
      case 'disarm':
        this.#disarm();
        break;
      case 'nothing':
        break;
    }
  }

  #facts(): SamplingFacts {
    const video = this.#video;
    return {
      wanted: this.#sampled.wanted(),
      eligible: this.#sampled.eligible(),
      busy: this.#sampled.busy(),
      hasFrame: hasFrame(video),
      playing: !video.paused && !video.ended,
      now: performance.now(),
      lastFrameAt: this.#lastFrameAt,
      freshStill: this.#freshStill,
      armedAt: this.#armed?.at ?? null,
    };
  }

  #take(): void {
    this.#disarm();
    this.#lastFrameAt = performance.now();
    this.#freshStill = false;
    this.#sampled.take();
  }

  #arm(): void {
    const handle = this.#video.requestVideoFrameCallback(() => {
      this.#armed = null;
      if (this.#sampled.wanted() && this.#sampled.eligible() && !this.#sampled.busy()) this.#take();
    });
    this.#armed = { handle, at: performance.now() };
  }

  #disarm(): void {
    if (this.#armed) this.#video.cancelVideoFrameCallback(this.#armed.handle);
    this.#armed = null;
  }
}

export function hasFrame(video: HTMLVideoElement): boolean {
  return video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.videoWidth > 0;
}
