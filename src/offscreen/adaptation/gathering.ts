import { sketchOf } from '../../adaptation/level/sketch.ts';
import type { AdaptationStore } from '../../adaptation/store/store.ts';
import { PATIENCE, SCHEDULE } from '../../adaptation/tunables.ts';
import { CodedError, noticeOf } from '../../contracts/coded-error.ts';
import type { Notice } from '../../contracts/notice.ts';
import type { Request } from '../../messages/protocol.ts';
import { within } from '../../messages/timers.ts';
import { Gatherer } from './gatherer.ts';
import type { Place } from './places.ts';
import type { Resources } from './resources.ts';
import { untilFree, type EngineActivity } from './yielding.ts';

/**
 * What is gathered: faces on their way from a judged frame to the store.
 *
 * | faces of a video | until                                           | then                             |
 * | ---------------- | ----------------------------------------------- | -------------------------------- |
 * | wait in memory   | nothing of the video was seen for a while       | settled                          |
 * |                  | the site is switched off or forgotten           | gone                             |
 * | settled          | the engine is free                              | being stored                     |
 * | being stored     | the store kept them                             | samples; the site's trouble ends |
 * |                  | they cannot be kept                             | gone; the site's trouble says so |
 *
 * Storings run one after the other; at most one more waits behind the one under way.
 */
export class Gathering {
  readonly #resources: Resources;
  readonly #activity: EngineActivity;
  readonly #hooks: GatheringHooks;
  readonly #gatherer = new Gatherer();
  /** Why what was seen last on a site could not be kept. */
  readonly #trouble = new Map<string, Notice>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #storing: Promise<void> = Promise.resolve();
  #queued = false;
  #disposed = false;

  constructor(resources: Resources, activity: EngineActivity, hooks: GatheringHooks) {
    this.#resources = resources;
    this.#activity = activity;
    this.#hooks = hooks;
  }

  /** Takes in the faces of a frame, as {@link Gatherer.offer}. */
  offer(...frame: Parameters<Gatherer['offer']>): void {
    this.#gatherer.offer(...frame);
    this.#wake();
  }

  /** Looks for what settled, and for rounds that are due, after a while. */
  wakeIn(ms: number): void {
    if (this.#disposed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#queued) return;
      this.#queued = true;
      this.#storing = this.#storing.then(() => {
        this.#queued = false;
        return this.#storeOrTell();
      });
    }, ms);
  }

  /** Why what was seen last on a site could not be kept. */
  troubleOf(origin: string): Notice | undefined {
    return this.#trouble.get(origin);
  }

  /** Forgets what waits in memory of a site; of all with null. */
  dropWaiting(origin: string | null): void {
    this.#gatherer.forget(origin);
  }

  clearTrouble(origin: string | null): void {
    if (origin === null) this.#trouble.clear();
    else this.#trouble.delete(origin);
  }

  /** Resolves once what is being stored is. */
  stored(): Promise<void> {
    return this.#storing;
  }

  /** @returns the site of that video, and its faces that are kept or wait to be. @throws CodedError if the video is no longer known. */
  async mark({
    tabId,
    frameId,
    key,
    mark,
  }: Request<'engine.markVideo'>): Promise<{ origin: string; faces: number }> {
    // Of faces on their way to the store neither it nor the gatherer knows.
    await this.#storing;
    const found = this.#gatherer.mark(tabId, frameId, key, mark);
    if (!found) throw new CodedError({ code: 'videoUnknown' });
    const stored = await (await this.#resources.store()).mark(found.origin, found.name, mark);
    return { origin: found.origin, faces: stored + found.waiting };
  }

  /** Takes back the mark of a video, by its name in the samples. */
  async unmark(origin: string, video: string): Promise<void> {
    await this.#storing;
    this.#gatherer.unmark(video);
    await (await this.#resources.store()).mark(origin, video, null);
  }

  /** Where a video of that name is; null if it is no longer known. */
  placeOf(video: string): Place | null {
    return this.#gatherer.placeOf(video);
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
  }

  /** Comes back when the next video settles. */
  #wake(): void {
    const wait = this.#gatherer.settlesIn;
    if (wait !== null) this.wakeIn(wait + 100);
  }

  /** As {@link Gathering.#store}, but never rejects. Faces that could not be kept do not stay in memory either. */
  async #storeOrTell(): Promise<void> {
    const origins = this.#gatherer.settledOrigins;
    try {
      await this.#store();
    } catch (error) {
      console.warn('FakeFilter: what was seen could not be kept to learn from', error);
      for (const origin of [...origins, ...this.#gatherer.settledOrigins])
        this.#trouble.set(origin, noticeOf(error));
      this.#gatherer.dropSettled();
      this.#wake();
    }
  }

  async #store(): Promise<void> {
    const { isOn, isForgetting, onScored, onStored } = this.#hooks;
    // A site was switched off while its videos settled, or none is on: nothing is read or written.
    if (!isOn(null)) return;
    if (this.#activity.queueLength() > 0) {
      this.wakeIn(SCHEDULE.idleMs);
      return;
    }
    const [store, { replay, basis, centre }] = await Promise.all([
      this.#resources.store(),
      this.#resources.memory(),
    ]);
    const detector = await this.#resources.detector();
    for await (const { origin, samples, scores, version } of this.#gatherer.settled(
      (faces) => within(PATIENCE.cutMs, 'Looking at a face to learn from', detector.cut(faces)),
      replay.ranges,
    )) {
      if (!isOn(origin)) continue;
      await store.addSamples(origin, basis, samples);
      const sketched = scores.map(({ faces, ...score }) => ({ ...score, sketch: sketchOf(faces, centre) }));
      await store.addScores(origin, { basis, version }, sketched);
      onScored(origin);
      this.#trouble.delete(origin);
      // Whoever deletes waits for this, and is not to wait for videos besides.
      await untilFree(() => (isForgetting() ? 0 : this.#activity.queueLength()));
    }
    this.#wake();
    await onStored(store, basis);
  }
}

/** What gathering asks of, and tells to, the rest of learning. */
export interface GatheringHooks {
  /** Whether a site's switch is on; with null, whether any is. */
  isOn: (origin: string | null) => boolean;
  isForgetting: () => boolean;
  /** Scores of a site were added. */
  onScored: (origin: string) => void;
  /** All that settled is stored. */
  onStored: (store: AdaptationStore, basis: string) => Promise<void>;
}
