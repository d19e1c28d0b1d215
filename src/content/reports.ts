import type { Before, VideoKey } from '../messages/schemas.ts';
import { send } from '../messages/send.ts';
import { NoReceiverError } from '../messages/wire.ts';
import type { Context } from './context.ts';
import { listenToWindow } from './dom.ts';
import type { VideoCheck } from './video-check.ts';

/**
 * Tells the background of every change and the engine of evidence that is of no use: one message at a time to each, of each video the
 * newest only, however fast a page changes its videos. The engine, at work, answers late, and the background does not wait for that.
 */
export class Reports {
  readonly #alive: () => boolean;
  readonly #recalled: (check: VideoCheck, key: VideoKey, before: Before | null) => void;
  readonly #dirty = new Set<VideoCheck>();
  readonly #gone = new Set<string>();
  /** By video, the last epoch; with it go those before. */
  readonly #released = new Map<string, number>();
  readonly #known = new Set<string>();
  #sending = false;
  #releasing = false;

  /** @param recalled is told what the history says of a video that looks like the reported one. */
  constructor(
    { alive, signal }: Context,
    recalled: (check: VideoCheck, key: VideoKey, before: Before | null) => void = () => undefined,
  ) {
    this.#alive = alive;
    this.#recalled = recalled;
    // The last sign of a frame that its page removes. A worker that sleeps is woken by it, too late to hear it, and looks itself.
    listenToWindow('pagehide', () => void this.#say('background.left', {}), { signal });
  }

  /** This video's report is out of date. An idle video that nobody was told of needs no report. */
  changed(check: VideoCheck): void {
    this.#dirty.add(check);
    void this.#sendAll();
  }

  gone(check: VideoCheck): void {
    this.#dirty.delete(check);
    if (!this.#known.delete(check.id)) return;
    this.#gone.add(check.id);
    void this.#sendAll();
  }

  /** The evidence under this key is of no use any more. */
  released({ video, epoch }: VideoKey): void {
    this.#released.set(video, Math.max(epoch, this.#released.get(video) ?? 0));
    void this.#releaseAll();
  }

  async #sendAll(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    // Changes of one task (a new source, a new request) become one report.
    await Promise.resolve();
    while (this.#dirty.size + this.#gone.size > 0) {
      // One of each, so that neither holds up the other.
      const [check] = this.#dirty;
      if (check) {
        this.#dirty.delete(check);
        this.#known.add(check.id);
        const { report } = check;
        await this.#safely('background.report', async () => {
          const { before } = await send('background.report', { report });
          this.#recalled(check, report.key, before);
        });
      }
      const [video] = this.#gone;
      if (video !== undefined) {
        this.#gone.delete(video);
        await this.#say('background.remove', { video });
      }
    }
    this.#sending = false;
  }

  async #releaseAll(): Promise<void> {
    if (this.#releasing) return;
    this.#releasing = true;
    await Promise.resolve();
    for (const [video, epoch] of this.#released) {
      this.#released.delete(video);
      await this.#say('engine.release', { key: { video, epoch } });
    }
    this.#releasing = false;
  }

  #say(...[name, request]: Parameters<typeof send>): Promise<void> {
    return this.#safely(name, () => send(name, request));
  }

  async #safely(name: string, telling: () => Promise<unknown>): Promise<void> {
    if (!this.#alive()) return;
    try {
      await telling();
    } catch (error) {
      // Nobody there to be told: the worker restarts with the next message, an engine that is gone holds no evidence.
      if (this.#alive() && !(error instanceof NoReceiverError))
        console.warn(`FakeFilter: "${name}" failed`, error);
    }
  }
}
