import { reasonForPlayerError } from '../frames/media-reason.ts';
import type { VideoKey } from '../messages/schemas.ts';
import { after } from '../messages/timers.ts';
import { framesForLength } from '../verdict/frames-for-length.ts';
import { TUNABLES } from '../verdict/tunables.ts';
import type { UncheckedReason } from '../verdict/types.ts';
import type { AttemptHooks, AttemptOf, Attempted } from './attempt-hooks.ts';
import { listenToPlayer } from './dom.ts';
import { FileShares } from './file-shares.ts';
import { claimOf, looksAgain, wantsFrames, type Progress } from './progress.ts';
import { Sampler, hasFrame } from './sampler.ts';
import { SceneLooks } from './scene-looks.ts';
import type { Source } from './source.ts';
import { Starvation } from './starvation.ts';
import type { FramePictures } from './taken-frame.ts';
import { EngineTrouble } from './trouble.ts';

const POSTER_SIDE = 96;
/** A frame that came to nothing (empty, overtaken, the engine away) is taken again after a while. */
const RETRY_AFTER_MS = 1000;
/** A first frame without an answer for so long may wait for the detector to start. */
const ASK_ENGINE_AFTER_MS = 500;

/**
 * One attempt to come to a verdict on one source of a video. All that is taken, tried and waited for belongs to it, and goes with it: another
 * source, a check begun anew or given up gets another attempt. Its states are those of `Progress`; docs/ARCHITECTURE.md has their table.
 */
export class Attempt implements Attempted {
  readonly video: HTMLVideoElement;
  readonly key: VideoKey;
  readonly source: Source;
  readonly #of: AttemptOf;
  readonly #hooks: AttemptHooks;
  readonly #over = new AbortController();
  readonly #scenes: SceneLooks;
  readonly #shares = new FileShares(() => this.#framesOfFile());
  readonly #starvation: Starvation;
  readonly #sampler: Sampler;
  #trouble = new EngineTrouble();

  constructor(of: AttemptOf, hooks: AttemptHooks) {
    const { video } = of;
    this.video = video;
    this.key = of.key;
    this.source = of.source;
    this.#of = of;
    this.#hooks = hooks;
    this.#starvation = new Starvation({
      frameOnItsWay: () => hooks.alive() && this.#hasSlot,
      starved: () => {
        if (hooks.alive()) this.#starved();
      },
    });
    this.#scenes = new SceneLooks(this, hooks, {
      begun: () => of.advance({ type: 'scene' }),
      over: () => this.#slotOver(() => this.consider()),
    });
    const { signal } = this.#over;
    listenToPlayer(video, 'error', () => this.considerFaults(), { signal });
    listenToPlayer(video, 'playing', () => this.considerFaults(), { signal });
    listenToPlayer(video, 'ended', () => this.#starvation.expectNoMore(), { signal });
    this.#sampler = new Sampler(
      video,
      {
        wanted: () => wantsFrames(this.progress),
        again: () => looksAgain(this.progress),
        eligible: () => !hooks.passing(video) && hooks.eligible(video),
        busy: () => this.#hasSlot,
        hurried: () => this.progress.asked || this.progress.rechecking,
        take: () => this.#takeSlot(),
      },
      signal,
    );
  }

  get progress(): Progress {
    return this.#of.progress;
  }

  isOver(): boolean {
    return this.#over.signal.aborted;
  }

  /** It is over for good; what still comes back is of no use. */
  end(): void {
    this.#over.abort();
    this.#starvation.stop();
    this.#hooks.slots.leave(this.key.video);
  }

  /** The user asked: it may fail as often as one that has just begun, and tells if no frame comes. */
  expectFrames(): void {
    this.#trouble = new EngineTrouble();
    this.#starvation.expectFrames();
  }

  /** Takes a frame if one is due. */
  consider(): void {
    this.#sampler.consider();
  }

  /** The video has played on. */
  played(): void {
    this.#scenes.watch();
    this.consider();
  }

  /** Ends a check of what the player cannot play or show. */
  considerFaults(): void {
    const { error, readyState, videoWidth } = this.video;
    if (error) this.#fail(reasonForPlayerError(error));
    if (readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && videoWidth === 0) this.#fail('noVideoTrack');
  }

  get #hasSlot(): boolean {
    return this.#hooks.slots.has(this.key.video);
  }

  #fail(reason: UncheckedReason): void {
    if (!wantsFrames(this.progress)) return;
    this.#of.advance({ type: 'answer', response: { status: 'failed', reason } });
  }

  #takeSlot(): void {
    const { slots } = this.#hooks;
    const over = (late: boolean): void => this.#slotOver(() => late && this.#fail('tooSlow'));
    slots.take(this.key.video, claimOf(this.progress), () => this.#exchange(), over);
    if (this.progress.phase === 'waiting') after(ASK_ENGINE_AFTER_MS, () => void this.#askEngine());
  }

  /** A slot was given back: by this attempt to go on with, or to the one that came after it. */
  #slotOver(goOn: () => void): void {
    if (this.isOver()) this.#of.slotFree();
    else goOn();
  }

  async #askEngine(): Promise<void> {
    const waits = (): boolean => !this.isOver() && this.#hasSlot;
    try {
      if (!this.#hooks.alive() || !waits()) return;
      if ((await this.#hooks.engineStarts()) && waits()) this.#of.advance({ type: 'starting' });
    } catch (error) {
      // What keeps the engine from answering is told by the exchange itself.
      console.debug('FakeFilter: whether the detector is starting was not told', error);
    }
  }

  async #exchange(): Promise<void> {
    if (!this.#hooks.alive() || this.isOver() || !hasFrame(this.video)) return;
    // Much may have happened while it waited: the site switched off, the video scrolled away.
    if (!wantsFrames(this.progress) && !looksAgain(this.progress)) return;
    if (this.#hooks.passing(this.video)) return;
    if (!this.#hooks.eligible(this.video)) return;
    const shown: { brightness: Float32Array | null } = { brightness: null };
    const taken = (frame: FramePictures): void => {
      shown.brightness = frame.brightness();
      void this.#paint(frame);
    };
    try {
      if (looksAgain(this.progress) && ((await this.#scenes.begins()) || this.isOver())) return;
      this.#sampler.taken();
      const result = await this.#hooks.look(this, taken);
      if (this.isOver()) return;
      this.#trouble.clear();
      if (result === 'nothingYet' || result.response.status === 'superseded') {
        this.#retrySoon();
        return;
      }
      if (shown.brightness) this.#scenes.judged(shown.brightness);
      this.#of.advance({ type: 'answer', ...result });
      if (this.progress.phase === 'done') {
        this.#scenes.rest();
        this.#of.decided();
      }
    } catch (error) {
      if (!this.isOver() && this.#hooks.alive()) this.#troubled(error);
    } finally {
      if (this.isOver()) this.#of.late();
      else this.#afterFrame();
    }
  }

  #troubled(error: unknown): void {
    const reason = this.#trouble.reasonAfter(error);
    if (reason) this.#fail(reason);
    else this.#retrySoon();
  }

  /** A playing video tries again by itself; a standing one has to be told to. */
  #retrySoon(): void {
    this.#sampler.forget();
    if (!this.#trouble.mayRetry()) return;
    after(RETRY_AFTER_MS, () => {
      if (!this.isOver()) this.consider();
    });
  }

  /** A standing picture gives one frame only. */
  #afterFrame(): void {
    if (!wantsFrames(this.progress) || this.progress.starved) this.#starvation.stop();
    else if (this.video.ended) this.#starvation.expectNoMore();
    else {
      this.#starvation.expectFrames();
      this.#sampler.goOn();
    }
  }

  /** The page's player gives no more frames: the rest is read from the file itself where that is possible. */
  #starved(): void {
    const hidden = !this.#hooks.eligible(this.video);
    const { phase, asked, rechecking } = this.progress;
    const worthIt = !rechecking && (phase === 'checking' || (phase === 'waiting' && asked));
    const share = hidden || !worthIt ? undefined : this.#shares.next();
    if (share === undefined) this.#of.advance({ type: 'starved', hidden });
    else this.#readFile(share);
  }

  /** Whoever asked gets as many as "Check files" takes; each costs what its host sends for it. */
  #framesOfFile(): number {
    const { duration } = this.video;
    const durationMs = this.progress.asked && Number.isFinite(duration) ? 1000 * duration : 0;
    return framesForLength(durationMs, TUNABLES.framesWanted);
  }

  #readFile(share: number): void {
    const stale = (): boolean => this.isOver() || !this.#hooks.alive();
    const read = async (): Promise<void> => {
      if (stale()) return;
      try {
        const response = await this.#hooks.lookIntoFile(this, share);
        if (stale()) return;
        if (response?.status === 'judged')
          this.#of.advance({ type: 'answer', response: this.#shares.stillOpen(response) });
        else this.#shares.end();
      } catch (error) {
        // What was judged before stands.
        console.debug('FakeFilter: the file was not read to its end', error);
        this.#shares.end();
      }
    };
    const over = (): void => this.#slotOver(() => this.#hooks.alive() && this.#starved());
    this.#hooks.slots.take(this.key.video, claimOf(this.progress), read, over);
  }

  async #paint(frame: FramePictures): Promise<void> {
    if (this.source.poster) return;
    try {
      const poster = await frame.picture(POSTER_SIDE);
      if (this.isOver()) return;
      this.source.poster = poster;
      this.#of.pictured();
    } catch (error) {
      // Only the small picture in the popup is missing then.
      console.debug('FakeFilter: no poster could be made', error);
    }
  }
}
