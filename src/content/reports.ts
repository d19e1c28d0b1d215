import type { VideoKey } from '../messages/schemas.ts';
import { send } from '../messages/send.ts';
import { NoReceiverError } from '../messages/wire.ts';
import type { Context } from './context.ts';
import type { VideoCheck } from './video-check.ts';

/** Tells the background of every change, one report of a video at a time, the newest only. */
export class Reports {
  readonly #alive: () => boolean;
  readonly #dirty = new Set<VideoCheck>();
  readonly #known = new Set<string>();
  #sending = false;

  constructor({ alive, signal }: Context) {
    this.#alive = alive;
    // The last sign of a frame that its page removes. A worker that sleeps is woken by it, too late to hear it, and looks itself.
    window.addEventListener('pagehide', () => this.#known.size > 0 && void this.#say('background.left', {}), {
      signal,
    });
  }

  /** This video's report is out of date. An idle video that nobody was told of needs no report. */
  changed(check: VideoCheck): void {
    this.#dirty.add(check);
    void this.#sendAll();
  }

  gone(check: VideoCheck): void {
    this.#dirty.delete(check);
    if (this.#known.delete(check.id)) void this.#say('background.remove', { video: check.id });
  }

  /** The evidence under this key is of no use any more. */
  released(key: VideoKey): void {
    void this.#say('engine.release', { key });
  }

  async #sendAll(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    // Changes of one task (a new source, a new request) become one report.
    await Promise.resolve();
    for (const check of this.#dirty) {
      this.#dirty.delete(check);
      this.#known.add(check.id);
      await this.#say('background.report', { report: check.report });
    }
    this.#sending = false;
  }

  async #say(...[name, request]: Parameters<typeof send>): Promise<void> {
    if (!this.#alive()) return;
    try {
      await send(name, request);
    } catch (error) {
      // Nobody there to be told: the worker restarts with the next message, an engine that is gone holds no evidence.
      if (this.#alive() && !(error instanceof NoReceiverError))
        console.warn(`FakeFilter: "${name}" failed`, error);
    }
  }
}
