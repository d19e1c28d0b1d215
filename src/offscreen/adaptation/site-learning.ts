import type { AdaptationStore } from '../../adaptation/store/store.ts';
import { PATIENCE, SCHEDULE } from '../../adaptation/tunables.ts';
import { CodedError } from '../../contracts/coded-error.ts';
import type { Request, Response } from '../../messages/protocol.ts';
import { sleep, within } from '../../messages/timers.ts';
import type { JudgedFrame, SiteJudge } from '../frame-work.ts';
import { Gathering } from './gathering.ts';
import type { LearningModels } from './memory.ts';
import type { Place } from './places.ts';
import { Resources } from './resources.ts';
import { Rounds } from './rounds.ts';
import { siteState } from './site-state.ts';
import { SiteJudges } from './site-judges.ts';
import type { EngineActivity } from './yielding.ts';

/**
 * Learning from the sites whose switch is on: gathers ({@link Gathering}), runs rounds when nobody needs the engine ({@link Rounds}), judges by what came
 * of them, and tells how it stands ({@link siteState}).
 */
export class SiteLearning {
  readonly #resources: Resources;
  readonly #gathering: Gathering;
  readonly #rounds: Rounds;
  readonly #judges: SiteJudges;
  #on = new Set<string>();
  /** Whether what another basis left was deleted. */
  #cleared = false;

  constructor(models: LearningModels, activity: EngineActivity) {
    this.#resources = new Resources(models);
    this.#judges = new SiteJudges(this.#resources);
    this.#rounds = new Rounds(this.#resources, activity, (origin) => this.#judges.forget(origin));
    this.#gathering = new Gathering(this.#resources, activity, {
      isOn: (origin) => (origin === null ? this.#on.size > 0 : this.#on.has(origin)),
      onScored: (origin) => this.#judges.forget(origin),
      isForgetting: () => this.#rounds.isForgetting,
      onStored: async (store, basis) => {
        await this.#clearForeign(store, basis);
        await this.#rounds.beginDue(this.#on, store, basis);
      },
    });
  }

  /** @param origins whose switch is on. A round of another is ended, and what waits of it forgotten. */
  configure(origins: readonly string[]): void {
    const on = new Set(origins);
    for (const origin of this.#on) if (!on.has(origin)) this.#gathering.dropWaiting(origin);
    this.#rounds.stop((origin) => !on.has(origin), { code: 'switchedOff' });
    const fresh = origins.some((origin) => !this.#on.has(origin));
    this.#on = on;
    this.#judges.forget(null);
    // Rounds that an earlier engine did not finish.
    if (fresh) this.#gathering.wakeIn(SCHEDULE.idleMs);
  }

  /** By what a site's videos are judged; null: as installed. Trouble with it is told, and the original judges. */
  async judgeFor(place: Place | null | undefined): Promise<SiteJudge | null> {
    const origin = this.#learnedFrom(place);
    if (origin === null) return null;
    try {
      return await within(PATIENCE.versionMs, 'Reading what was learned', this.#judges.get(origin));
    } catch (error) {
      console.warn('FakeFilter: what was learned on this site could not be read; the original judges', error);
      return null;
    }
  }

  /** Told of every judged frame. */
  judged(video: string, place: Place | null | undefined, frame: JudgedFrame): void {
    const origin = this.#learnedFrom(place);
    if (place && origin !== null) this.#gathering.offer(video, { ...place, origin }, frame);
  }

  state(origin: string): Promise<Response<'engine.adaptation'>> {
    return siteState(origin, this.#resources, () => ({
      on: this.#on.has(origin),
      round: this.#rounds.of(origin),
      trouble: this.#gathering.troubleOf(origin),
      placeOf: (video) => this.#gathering.placeOf(video),
    }));
  }

  async usage(): Promise<Response<'engine.adaptationUsage'>> {
    const kept = await (await this.#resources.store()).usage();
    return kept.map((site) => ({ ...site, on: this.#on.has(site.origin) }));
  }

  /** @throws CodedError saying why no round can begin. */
  async adaptNow(origin: string): Promise<void> {
    if (!this.#on.has(origin)) throw new CodedError({ code: 'learningOff' });
    await this.#rounds.beginNow(origin);
  }

  /** Ends the round of a site, if one is under way. @param origin null: of whichever. */
  stop(origin: string | null): void {
    this.#rounds.stop((running) => origin === null || running === origin, { code: 'stoppedByUser' });
  }

  async useVersion(origin: string, number: number): Promise<void> {
    await (await this.#resources.store()).use(origin, number);
    this.#judges.forget(origin);
  }

  /** Takes a site's level into account, or no longer. */
  async useLevel(origin: string, used: boolean): Promise<void> {
    await (await this.#resources.store()).useLevel(origin, used);
    this.#judges.forget(origin);
  }

  /** Deletes what was gathered and learned. @param origin null: of all sites. */
  async forget(origin: string | null): Promise<void> {
    // Nothing that is about to write, and no round that begins meanwhile, must bring back what is deleted now.
    await this.#rounds.forgetting(async () => {
      this.#gathering.dropWaiting(origin);
      this.stop(origin);
      // Work that hangs must not keep from deleting: what it writes later finds its site or its key gone.
      const endOfWork = this.#rounds.ended().then(() => this.#gathering.stored());
      await Promise.race([endOfWork, sleep(PATIENCE.endOfWorkMs)]);
      if (origin === null) await this.#resources.deleteAll();
      else await (await this.#resources.store()).forget(origin);
      this.#gathering.clearTrouble(origin);
    });
    this.#judges.forget(origin);
  }

  /** @returns the faces of that video that are kept, or wait to be. @throws CodedError if the video is no longer known. */
  async mark(request: Request<'engine.markVideo'>): Promise<number> {
    const { origin, faces } = await this.#gathering.mark(request);
    this.#judges.forget(origin);
    return faces;
  }

  async unmark(origin: string, video: string): Promise<void> {
    await this.#gathering.unmark(origin, video);
    this.#judges.forget(origin);
  }

  dispose(): void {
    this.#gathering.dispose();
    // An interrupted round goes on from its checkpoint; it was not stopped by anyone.
    this.#resources.dispose();
  }

  /** The site of a video that may be learned from; null for others, and in private windows. */
  #learnedFrom(place: Place | null | undefined): string | null {
    if (!place?.origin || place.private || !this.#on.has(place.origin)) return null;
    return place.origin;
  }

  /** Deletes what an earlier network left, once: the service worker sees to the time, but does not know the network. */
  async #clearForeign(store: AdaptationStore, basis: string): Promise<void> {
    if (this.#cleared) return;
    await store.expire(basis);
    this.#cleared = true;
  }
}
