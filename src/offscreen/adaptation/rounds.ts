import type { AdaptationStore } from '../../adaptation/store/store.ts';
import { SCHEDULE } from '../../adaptation/tunables.ts';
import { CodedError } from '../../contracts/coded-error.ts';
import type { Notice } from '../../contracts/notice.ts';
import { thresholdLogit } from '../../detector/calibration.ts';
import { isDue, shortfallOf, sparesBattery } from './readiness.ts';
import type { Resources } from './resources.ts';
import { runSiteRound } from './site-rounds.ts';
import { nextTask, untilFree, type EngineActivity } from './yielding.ts';

/** Held while a round runs, so that two engine pages (one closing, one starting) never run one each. */
const ROUND_LOCK = 'fakefilter:adaptation-round';

/** The round under way. */
export interface RoundUnderWay {
  origin: string;
  /** 0…1 */
  progress: number;
  /** For videos that are being checked. */
  waiting: boolean;
  abort: AbortController;
}

/**
 * The round that runs: of all sites one at a time.
 *
 * | state    | until                                          | then                                   |
 * | -------- | ---------------------------------------------- | -------------------------------------- |
 * | idle     | a round is due or asked for, none is held off  | training                               |
 * | training | a video is to be checked                       | waiting                                |
 * |          | it ends, fails, or is stopped                  | idle; it is written down               |
 * |          | it cannot even be written down                 | held off, as after a failure           |
 * | waiting  | no video is to be checked                      | training                               |
 * | held off | the pause is over                              | idle                                   |
 * | any      | something is forgotten                         | no round begins until that is done     |
 */
export class Rounds {
  readonly #resources: Resources;
  readonly #activity: EngineActivity;
  /** A round of this site ended, however it did. */
  readonly #onEnded: (origin: string) => void;
  #current: RoundUnderWay | null = null;
  #running: Promise<void> = Promise.resolve();
  /** None begins by itself before this moment, ms since 1970. */
  #heldUntil = 0;
  /** How many deletions are under way. */
  #forgetting = 0;

  constructor(resources: Resources, activity: EngineActivity, onEnded: (origin: string) => void) {
    this.#resources = resources;
    this.#activity = activity;
    this.#onEnded = onEnded;
  }

  /** The round under way of a site. */
  of(origin: string): RoundUnderWay | null {
    return this.#current?.origin === origin ? this.#current : null;
  }

  get isForgetting(): boolean {
    return this.#forgetting > 0;
  }

  /** @throws CodedError saying why no round can begin. */
  async beginNow(origin: string): Promise<void> {
    if (this.#current) throw new CodedError({ code: 'roundRunning' });
    const { basis } = await this.#resources.memory();
    const shortfall = shortfallOf(await (await this.#resources.store()).gathered(origin, basis));
    if (shortfall) throw new CodedError(shortfall);
    if (!this.#begin(origin)) throw new CodedError({ code: 'roundRunning' });
  }

  /** Begins the first round that is due, of these sites. */
  async beginDue(origins: Iterable<string>, store: AdaptationStore, basis: string): Promise<void> {
    if (this.#current || Date.now() < this.#heldUntil || (await sparesBattery())) return;
    for (const origin of origins) {
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

  /** Ends the round under way if it is of a site that fits. @param reason is written down. */
  stop(fits: (origin: string) => boolean, reason: Notice): void {
    if (this.#current && fits(this.#current.origin)) this.#current.abort.abort(new CodedError(reason));
  }

  /** Resolves once no round is under way. */
  ended(): Promise<void> {
    return this.#running;
  }

  /** Runs a deletion, during which no round begins. */
  async forgetting(work: () => Promise<void>): Promise<void> {
    this.#forgetting++;
    try {
      await work();
    } finally {
      this.#forgetting--;
    }
  }

  /** @returns false if none may begin now: what was found before it was asked for may no longer be so. */
  #begin(origin: string): boolean {
    if (this.#current || this.#forgetting > 0) return false;
    this.#running = this.#run(origin);
    return true;
  }

  /** Runs a round unless another engine page does. Never rejects. */
  async #run(origin: string): Promise<void> {
    const round: RoundUnderWay = { origin, progress: 0, waiting: false, abort: new AbortController() };
    this.#current = round;
    try {
      const [store, memory] = await Promise.all([this.#resources.store(), this.#resources.memory()]);
      const { calibration } = await this.#resources.detector();
      await navigator.locks.request(ROUND_LOCK, { ifAvailable: true }, async (lock) => {
        if (!lock) return;
        await runSiteRound({
          origin,
          store,
          memory,
          threshold: thresholdLogit(calibration),
          signal: round.abort.signal,
          yieldToEngine: () => this.#yieldToEngine(round),
          onProgress: (done) => (round.progress = done),
        });
      });
    } catch (error) {
      console.error('FakeFilter: a round of learning could not be written down', error);
      this.#heldUntil = Date.now() + SCHEDULE.failurePauseMs;
    } finally {
      this.#current = null;
      this.#onEnded(origin);
    }
  }

  /** To messages always, and to videos that are being checked until they are done. */
  async #yieldToEngine(round: RoundUnderWay): Promise<void> {
    this.#activity.touch();
    await nextTask();
    round.waiting = this.#activity.queueLength() > 0;
    await untilFree(this.#activity.queueLength, round.abort.signal);
    round.waiting = false;
  }
}
