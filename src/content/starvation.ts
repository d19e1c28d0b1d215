import { after } from '../messages/timers.ts';

/** No frame for so long: say what is known. Longer than the engine takes for a frame on a slow machine. */
const AFTER_MS = 10_000;
/** After the end of a video nothing more will come; a loop would have begun again by then. */
const AFTER_END_MS = 1500;

/** Notices that a video which is to be checked gives no frames. Each expectation replaces the one before. */
export class Starvation {
  #callOff: () => void = () => undefined;
  readonly #frameOnItsWay: () => boolean;
  readonly #starved: () => void;

  /** @param starved called once for an expectation that was not met. */
  constructor({ frameOnItsWay, starved }: { frameOnItsWay: () => boolean; starved: () => void }) {
    this.#frameOnItsWay = frameOnItsWay;
    this.#starved = starved;
  }

  /** The next frame should come before long. */
  expectFrames(): void {
    this.#after(AFTER_MS);
  }

  /** The video ended: what is not here soon will not come. */
  expectNoMore(): void {
    this.#after(AFTER_END_MS);
  }

  /** No frames are wanted any more. */
  stop(): void {
    this.#callOff();
  }

  #after(ms: number): void {
    this.#callOff();
    this.#callOff = after(ms, () => {
      // The engine may take its time, above all the first time: a frame on its way is not a want of frames.
      if (this.#frameOnItsWay()) this.#after(ms);
      else this.#starved();
    });
  }
}
