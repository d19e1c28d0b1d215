import { after } from '../messages/timers.ts';
import { listenToPlayer } from './dom.ts';
import { AGAIN_AFTER_S } from './pace.ts';
import { betweenFrames, nextAction, type SamplingFacts } from './sampling.ts';

/** Enough for some three hours of looks. */
const TIMES_KEPT = 1000;

/** What the sampler has to know of its video from others. */
export interface Sampled {
  wanted: () => boolean;
  /** A verdict stands: only parts far from what was taken are worth a frame, while the video plays. */
  again: () => boolean;
  eligible: () => boolean;
  busy: () => boolean;
  hurried: () => boolean;
  /** A frame is due; {@link Sampler.taken} is called when its turn came. */
  take: () => void;
}

/**
 * Drives the taking of frames in one attempt; nothing runs while nothing plays. The events of its player begin it, one frame leads to
 * the next ({@link Sampler.goOn}), and requestVideoFrameCallback gives the exact frame. Where timers or that callback stay out,
 * `timeupdate` takes over.
 */
export class Sampler {
  readonly #video: HTMLVideoElement;
  readonly #sampled: Sampled;
  #lastFrameAt = -Infinity;
  #taken = 0;
  /** Media time in s of the frame taken last; null where none was, or where it counts for nothing. */
  #takenTime: number | null = null;
  /** Media times in s of the frames that were taken, the newest last. */
  #times: number[] = [];
  #armed: { handle: number; at: number } | null = null;
  #callOff: () => void = () => undefined;

  constructor(video: HTMLVideoElement, sampled: Sampled, signal: AbortSignal) {
    this.#video = video;
    this.#sampled = sampled;
    const again = (): void => this.consider();
    // `pause` and `seeked`: the player came to rest on a picture that may not have been looked at yet.
    for (const type of ['playing', 'loadeddata', 'resize', 'pause', 'seeked'] as const) {
      listenToPlayer(video, type, again, { signal });
    }
    signal.addEventListener('abort', () => {
      this.#callOff();
      this.#disarm();
    });
  }

  /** The frame that the element shows now is looked at. */
  taken(): void {
    this.#lastFrameAt = performance.now();
    this.#taken++;
    this.#takenTime = this.#video.currentTime;
    this.#times = [...this.#times, this.#takenTime].slice(-TIMES_KEPT);
  }

  /** Another frame is wanted after the one taken last. */
  goOn(): void {
    const due =
      this.#lastFrameAt +
      betweenFrames({ hurried: this.#sampled.hurried(), taken: this.#taken }) -
      performance.now();
    this.#callOff();
    this.#callOff = after(Math.max(0, due), () => {
      // One that stands shows the same picture as before.
      if (!this.#video.paused) this.consider();
    });
  }

  /** The frame taken last came to nothing: the same picture is worth another look, in a while. */
  forget(): void {
    this.#takenTime = null;
    this.#times.pop();
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
      wanted: this.#isWanted(),
      eligible: this.#sampled.eligible(),
      busy: this.#sampled.busy(),
      hurried: this.#sampled.hurried(),
      hasFrame: hasFrame(video),
      playing: !video.paused && !video.ended,
      now: performance.now(),
      lastFrameAt: this.#lastFrameAt,
      taken: this.#taken,
      fresh: video.currentTime !== this.#takenTime,
      armedAt: this.#armed?.at ?? null,
    };
  }

  #isWanted(): boolean {
    if (this.#sampled.wanted()) return true;
    const { paused, ended, currentTime } = this.#video;
    if (paused || ended || !this.#sampled.again()) return false;
    return this.#times.every((time) => Math.abs(time - currentTime) >= AGAIN_AFTER_S);
  }

  #take(): void {
    this.#disarm();
    this.#sampled.take();
  }

  #arm(): void {
    const handle = this.#video.requestVideoFrameCallback(() => {
      this.#armed = null;
      if (this.#isWanted() && this.#sampled.eligible() && !this.#sampled.busy()) this.#take();
    });
    this.#armed = { handle, at: performance.now() };
  }

  #disarm(): void {
    if (this.#armed) this.#video.cancelVideoFrameCallback(this.#armed.handle);
    this.#armed = null;
  }
}

/** Whether the element shows the picture of its media time; while it seeks, that is still the one from before. */
export function hasFrame(video: HTMLVideoElement): boolean {
  return video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.videoWidth > 0 && !video.seeking;
}
