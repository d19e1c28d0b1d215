import { after, LateError, within } from '../messages/timers.ts';

/** Whose turn it is: those that the user asked for come first, then those that have come furthest, then those that wait longest. */
export interface Claim {
  asked: boolean;
  /** Frames seen of what is being checked now. */
  frames: number;
}

/** Of those that have just come, and of those that wait in their row. */
export const NO_CLAIM: Claim = { asked: false, frames: 0 };

interface Waiting extends Claim {
  job: () => Promise<void>;
  over: Over;
}

/** @param late the job did not end in time, and was given up. */
type Over = (late: boolean) => void;

/**
 * Who may send a frame: at most one frame a video and {@link IN_ALL} in all are on their way. A video that has to wait keeps
 * its place, not its frame: the frame is taken when it gets a slot, so that it is always the newest. Where there are more frames than the
 * engine can judge, one video after the other comes to its verdict, not all of them at the very end.
 */
export class FrameSlots {
  readonly #saving: () => boolean;
  /** When the last frame that nobody asked for was sent. */
  #lastAt = -Infinity;
  #pausing = false;
  readonly #running = new Set<string>();
  readonly #waiting = new Map<string, Waiting>();

  /** @param saving whether energy is to be saved: then frames that nobody asked for go one by one, with pauses. */
  constructor(saving: () => boolean = () => false) {
    this.#saving = saving;
  }

  /** Whether this video has a frame on its way or waits for a slot. */
  has(video: string): boolean {
    return this.#running.has(video) || this.#waiting.has(video);
  }

  /**
   * Runs `job` as soon as there is room; does nothing where this video has a slot already. The job handles its errors.
   * @param over called after the job, when this video may take a slot again.
   */
  take(video: string, claim: Claim, job: () => Promise<void>, over: Over): void {
    if (this.has(video)) return;
    this.#waiting.set(video, { ...claim, job, over });
    this.#next();
  }

  /** Gives up waiting for a slot. */
  leave(video: string): void {
    this.#waiting.delete(video);
  }

  /** Whether the next frame that nobody asked for has to wait; it is then called for in time. */
  #rests(): boolean {
    const now = performance.now();
    const pause = this.#saving() ? this.#lastAt + SAVING_PAUSE_MS - now : 0;
    if (pause <= 0) {
      this.#lastAt = now;
      return false;
    }
    if (this.#pausing) return true;
    this.#pausing = true;
    after(pause, () => {
      this.#pausing = false;
      this.#next();
    });
    return true;
  }

  #next(): void {
    while (this.#running.size < IN_ALL) {
      const [first] = [...this.#waiting].sort(([, a], [, b]) => before(a, b));
      if (!first) return;
      const [video, { asked, job, over }] = first;
      if (!asked && this.#rests()) return;
      this.#waiting.delete(video);
      this.#running.add(video);
      // One that never ends must not hold its place for ever; what comes of it is of no use then.
      void within(LONGEST_MS, 'A frame', job())
        .then(
          () => false,
          (error: unknown) => {
            console.warn('FakeFilter: a frame was given up', error);
            return error instanceof LateError;
          },
        )
        .then((late) => {
          this.#running.delete(video);
          over(late);
          this.#next();
        });
    }
  }
}

/** For a sort that keeps the order of equals. */
function before(a: Claim, b: Claim): number {
  return Number(b.asked) - Number(a.asked) || b.frames - a.frames;
}

const IN_ALL = 2;
/** Between two frames where energy is saved, in ms. First choice: half of what one video takes otherwise. */
const SAVING_PAUSE_MS = 2000;
/** Longer than all that the engine may take for a frame, its start included. */
const LONGEST_MS = 8 * 60_000;
