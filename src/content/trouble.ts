import { FrameError } from '../frames/frame-error.ts';
import { NoReceiverError } from '../messages/wire.ts';
import type { UncheckedReason } from '../verdict/types.ts';

/** Exchanges in a row that may fail before the engine is given up for this video. Each asks for a new engine page first. */
const PATIENCE = 3;
/** So often a frame that came to nothing is taken again. */
const MAX_RETRIES = 8;

/** Tells a passing disturbance of the way to the engine from a lasting one. One for each time that frames are waited for. */
export class EngineTrouble {
  #failures = 0;
  #retries = 0;

  /** An exchange went well. */
  clear(): void {
    this.#failures = 0;
  }

  /** Whether to take another frame in place of one that came to nothing. */
  mayRetry(): boolean {
    return ++this.#retries <= MAX_RETRIES;
  }

  /** What to tell the user after this error; null while another try is worth it. Unknown errors go to the console. */
  reasonAfter(error: unknown): UncheckedReason | null {
    if (error instanceof FrameError) return error.reason;
    this.#failures++;
    if (!(error instanceof NoReceiverError)) console.warn('FakeFilter: a frame could not be judged', error);
    return this.#failures >= PATIENCE ? 'engineLost' : null;
  }
}
