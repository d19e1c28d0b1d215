import { AdaptationStore } from '../../adaptation/store.ts';
import { DAY_MS, LIMITS } from '../../adaptation/reservoir.ts';
import { NEEDED } from '../../adaptation/tunables.ts';
import { thresholdLogit } from '../../detector/calibration.ts';
import { MAX_DETAIL } from '../../messages/adaptation.ts';
import type { Request, Response } from '../../messages/protocol.ts';
import type { Quality } from '../../verdict/types.ts';
import type { JudgedFace } from '../frame-work.ts';
import { Gatherer } from './gatherer.ts';
import { turn, untilFree } from './give-way.ts';
import { readMemory, type LearningParts, type Memory } from './memory.ts';
import type { Place } from './places.ts';
import { awaited, FAILURE_PAUSE_MS, isDue, isEnough, shortfallOf, sparesBattery } from './readiness.ts';
import { runSiteRound } from './site-rounds.ts';
import { SiteVersions, type SiteTop } from './site-versions.ts';

/** Held while a round runs, so that two engine pages (one closing, one starting) never run one each. */
const ROUND_LOCK = 'fakefilter:adaptation-round';
/** The engine must have had nothing to do for so long before a round begins by itself, in ms. */
const IDLE_MS = 5_000;

/** What the engine tells of itself. */
export interface Surroundings {
  /** Frames waiting or in work. */
  queueLength: () => number;
  /** Something is done: the page is not to be closed now. */
  touch: () => void;
}

interface UnderWay {
  origin: string;
  progress: number;
  waiting: boolean;
  abort: AbortController;
}

/** Learning from the sites whose switch is on: gathers, runs rounds when nobody needs the engine, and judges by what came of them. */
export class SiteLearning {
  readonly #parts: LearningParts;
  readonly #around: Surroundings;
  readonly #gatherer = new Gatherer();
  readonly #versions = new SiteVersions();
  #on = new Set<string>();
  #store: Promise<AdaptationStore> | null = null;
  #memory: Promise<Memory> | null = null;
  #round: UnderWay | null = null;
  #running: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Storing what settled, one run after the other; `#queued`: another one waits behind the one under way. */
  #storing: Promise<void> = Promise.resolve();
  #queued = false;
  /** How many deletions are under way; no round begins during one. */
  #forgetting = 0;
  /** Why what was seen last on a site could not be kept. */
  readonly #trouble = new Map<string, string>();
  /** After a round that could not even be written down none begins by itself before this moment, ms since 1970. */
  #heldUntil = 0;
  /** Whether what another basis left was deleted. */
  #cleared = false;
  #disposed = false;

  constructor(parts: LearningParts, around: Surroundings) {
    this.#parts = parts;
    this.#around = around;
  }

  /** @param origins whose switch is on. A round of another is ended, and what waits of it forgotten. */
  configure(origins: readonly string[]): void {
    const on = new Set(origins);
    for (const origin of this.#on) if (!on.has(origin)) this.#gatherer.forget(origin);
    if (this.#round && !on.has(this.#round.origin))
      this.#round.abort.abort(new Error('The switch was turned off'));
    const fresh = origins.some((origin) => !this.#on.has(origin));
    this.#on = on;
    this.#versions.forget(null);
    // Rounds that an earlier engine did not finish.
    if (fresh) this.#wakeIn(IDLE_MS);
  }

  /** The version by which a site's videos are judged; null: as installed. Trouble with it is told, and the original judges. */
  async topFor(place: Place | null | undefined): Promise<SiteTop | null> {
    const origin = place?.origin;
    if (!origin || place.private || !this.#on.has(origin)) return null;
    try {
      return await this.#versions.get(origin, async () => {
        const [store, { replay, basis }] = await Promise.all([this.#opened(), this.#remembered()]);
        return { store, ranges: replay.ranges, basis };
      });
    } catch (error) {
      console.warn('FakeFilter: what was learned on this site could not be read; the original judges', error);
      return null;
    }
  }

  /** Told of every judged frame. */
  judged(
    video: string,
    place: Place | null | undefined,
    quality: Quality,
    timeMs: number,
    faces: readonly JudgedFace[],
  ): void {
    const origin = place?.origin;
    if (!origin || place.private || !this.#on.has(origin)) return;
    this.#gatherer.offer(video, { ...place, origin }, quality, timeMs, faces);
    this.#wake();
  }

  async state(origin: string): Promise<Response<'engine.adaptation'>> {
    const store = await this.#opened();
    const memory = await this.#remembered().catch((error: unknown) =>
      error instanceof Error ? error : new Error(String(error)),
    );
    const unavailable = memory instanceof Error ? memory.message : null;
    const basis = memory instanceof Error ? null : memory.basis;
    // Read first: a round and its version are written at once, so whoever is told of the round is told of the version, too.
    const rounds = await store.rounds(origin);
    // Whether versions fit a network that did not start cannot be told; until it does, the original judges, and they are kept.
    const versions = basis === null ? [] : await store.versions(origin, basis);
    const active = basis === null ? null : await store.active(origin, basis);
    const [gathered, takenAt, notice] = await Promise.all([
      store.gathered(origin, basis),
      store.takenAt(origin, basis),
      store.notice(origin),
    ]);
    const round = this.#round?.origin === origin ? this.#round : null;
    const phase = (): Response<'engine.adaptation'>['phase'] => {
      if (unavailable !== null) return 'unavailable';
      if (round) return round.waiting ? 'waiting' : 'training';
      if (!this.#on.has(origin)) return 'off';
      return isEnough(gathered) ? 'ready' : 'gathering';
    };
    const waiting = round?.waiting ? 'videos that are being checked' : '';
    return {
      phase: phase(),
      detail: (unavailable ?? (waiting || `${this.#trouble.get(origin) ?? ''} ${notice}`.trim())).slice(
        0,
        MAX_DETAIL,
      ),
      progress: round?.progress ?? 0,
      gathered,
      needed: { ...NEEDED },
      awaited: awaited(takenAt, rounds),
      versions: versions.map(({ number, createdAt }) => ({ number, createdAt })),
      active: active?.number ?? 0,
      rounds,
      expiryDays: Math.round(LIMITS.expiryMs / DAY_MS),
    };
  }

  async usage(): Promise<Response<'engine.adaptationUsage'>> {
    const kept = await (await this.#opened()).usage();
    return kept.map((site) => ({ ...site, on: this.#on.has(site.origin) }));
  }

  /** @throws Error saying why no round can begin. */
  async adaptNow(origin: string): Promise<void> {
    if (!this.#on.has(origin)) throw new Error('Learning is switched off for this site');
    if (this.#round) throw new Error('A round is running already');
    const { basis } = await this.#remembered();
    const shortfall = shortfallOf(await (await this.#opened()).gathered(origin, basis));
    if (shortfall !== '') throw new Error(shortfall);
    if (!this.#begin(origin)) throw new Error('A round is running already');
  }

  /** Ends the round of a site, if one is under way. @param origin null: of whichever. */
  stop(origin: string | null): void {
    if (origin !== null && this.#round?.origin !== origin) return;
    // No reason besides: that it was stopped says it.
    this.#round?.abort.abort(new Error(''));
  }

  async useVersion(origin: string, number: number): Promise<void> {
    await (await this.#opened()).use(origin, number);
    this.#versions.forget(origin);
  }

  /** Deletes what was gathered and learned. @param origin null: of all sites. */
  async forget(origin: string | null): Promise<void> {
    // Nothing that is about to write, and no round that begins meanwhile, must bring back what is deleted now.
    this.#forgetting++;
    try {
      this.#gatherer.forget(origin);
      this.stop(origin);
      await this.#running;
      await this.#storing;
      await (await this.#opened()).forget(origin);
      if (origin === null) this.#trouble.clear();
      else this.#trouble.delete(origin);
    } finally {
      this.#forgetting--;
    }
    this.#versions.forget(origin);
  }

  /** @returns the faces of that video that are kept, or wait to be. */
  async trust({ tabId, frameId, key, trusted }: Request<'engine.trustVideo'>): Promise<number> {
    // Of faces on their way to the store neither it nor the gatherer knows.
    await this.#storing;
    const found = this.#gatherer.trust(tabId, frameId, key, trusted);
    if (!found)
      throw new Error('This video is no longer known; play it again and then say that you trust it');
    const stored = await (await this.#opened()).trust(found.origin, found.name, trusted);
    return stored + found.waiting;
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    // An interrupted round goes on from its checkpoint; it was not stopped by anyone.
    void this.#store?.then((store) => store.close()).catch(() => undefined);
  }

  #opened(): Promise<AdaptationStore> {
    this.#store ??= AdaptationStore.open().catch((error: unknown) => {
      this.#store = null;
      throw error;
    });
    return this.#store;
  }

  #remembered(): Promise<Memory> {
    this.#memory ??= readMemory(this.#parts).catch((error: unknown) => {
      this.#memory = null;
      throw error;
    });
    return this.#memory;
  }

  /** Comes back when the next video settles. */
  #wake(): void {
    const wait = this.#gatherer.settlesIn;
    if (wait !== null) this.#wakeIn(wait + 100);
  }

  #wakeIn(ms: number): void {
    if (this.#disposed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#queued) return;
      this.#queued = true;
      this.#storing = this.#storing.then(() => {
        this.#queued = false;
        return this.#attendOrTell();
      });
    }, ms);
  }

  /** As {@link SiteLearning.#attend}, but never rejects. Faces that could not be kept do not stay in memory either. */
  async #attendOrTell(): Promise<void> {
    const origins = this.#gatherer.settledOrigins;
    try {
      await this.#attend();
    } catch (error) {
      console.warn('FakeFilter: what was seen could not be kept to learn from', error);
      const why = error instanceof Error ? error.message : String(error);
      for (const origin of [...origins, ...this.#gatherer.settledOrigins])
        this.#trouble.set(origin, `The last faces could not be kept. ${why}`);
      this.#gatherer.dropSettled();
      this.#wake();
    }
  }

  /** Stores what settled, and sees whether a round is due. */
  async #attend(): Promise<void> {
    // A site was switched off while its videos settled, or none is on: nothing is read or written.
    if (this.#on.size === 0) return;
    if (this.#around.queueLength() > 0) {
      this.#wakeIn(IDLE_MS);
      return;
    }
    const [store, { replay, basis }] = await Promise.all([this.#opened(), this.#remembered()]);
    const { detector } = await this.#parts.running();
    for await (const { origin, samples } of this.#gatherer.settled(
      (faces) => detector.cut(faces),
      replay.ranges,
    )) {
      if (!this.#on.has(origin)) continue;
      await store.addSamples(origin, basis, samples);
      this.#trouble.delete(origin);
      // Whoever deletes waits for this, and is not to wait for videos besides.
      await untilFree(() => (this.#forgetting > 0 ? 0 : this.#around.queueLength()));
    }
    await this.#clearForeign(store, basis);
    this.#wake();
    if (this.#round || Date.now() < this.#heldUntil || (await sparesBattery())) return;
    for (const origin of this.#on) {
      const due =
        (await store.canResume(origin, basis)) ||
        isDue(
          await store.gathered(origin, basis),
          await store.takenAt(origin, basis),
          await store.rounds(origin),
          Date.now(),
        );
      if (due) {
        this.#begin(origin);
        return;
      }
    }
  }

  /** Deletes what an earlier network left, once: the service worker sees to the time, but does not know the network. */
  async #clearForeign(store: AdaptationStore, basis: string): Promise<void> {
    if (this.#cleared) return;
    await store.expire(basis);
    this.#cleared = true;
  }

  /** @returns false if none may begin now: what was found before it was asked for may no longer be so. */
  #begin(origin: string): boolean {
    if (this.#round || this.#forgetting > 0) return false;
    this.#running = this.#run(origin);
    return true;
  }

  /** Runs a round unless another engine page does. Never rejects. */
  async #run(origin: string): Promise<void> {
    const abort = new AbortController();
    const round: UnderWay = { origin, progress: 0, waiting: false, abort };
    this.#round = round;
    try {
      const [store, memory] = await Promise.all([this.#opened(), this.#remembered()]);
      const { detector } = await this.#parts.running();
      await navigator.locks.request(ROUND_LOCK, { ifAvailable: true }, async (lock) => {
        if (!lock) return;
        await runSiteRound({
          origin,
          store,
          memory,
          threshold: thresholdLogit(detector.calibration),
          signal: abort.signal,
          breathe: () => this.#breathe(round),
          onProgress: (done) => (round.progress = done),
        });
      });
    } catch (error) {
      console.error('FakeFilter: a round of learning could not be written down', error);
      this.#heldUntil = Date.now() + FAILURE_PAUSE_MS;
    } finally {
      this.#round = null;
      this.#versions.forget(origin);
    }
  }

  /** Gives way: to messages always, and to videos that are being checked until they are done. */
  async #breathe(round: UnderWay): Promise<void> {
    this.#around.touch();
    await turn();
    round.waiting = this.#around.queueLength() > 0;
    await untilFree(this.#around.queueLength, round.abort.signal);
    round.waiting = false;
  }
}
