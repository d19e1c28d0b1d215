import type { VideoKey, VideoReport } from '../messages/schemas.ts';
import { reasonForMediaError } from '../frames/media-reason.ts';
import type { RetainedFrame } from '../frames/retained-frame.ts';
import type { UncheckedReason } from '../verdict/types.ts';
import { randomId } from './identity.ts';
import { labelOf } from './label.ts';
import { START, advance, wantsFrames, type Progress, type ProgressEvent } from './progress.ts';
import { Sampler, hasFrame } from './sampler.ts';
import { SceneWatch } from './scene.ts';
import { brightnessOf } from './brightness.ts';
import { Source, watchSource } from './source.ts';
import { Starvation } from './starvation.ts';
import { EngineTrouble } from './trouble.ts';
import type { LookResult } from './tiers.ts';
import type { Turns } from './turns.ts';

/** What a check needs of the page it runs in. */
export interface Surroundings {
  turns: Turns;
  /** At least half visible, large enough, page in front. */
  eligible: (video: HTMLVideoElement) => boolean;
  look: (check: VideoCheck, source: Source, onFrame: (frame: RetainedFrame) => void) => Promise<LookResult>;
  /** The extension is still there. */
  alive: () => boolean;
  /** Progress, poster or label changed. */
  changed: (check: VideoCheck) => void;
  /** This key's evidence is of no use any more. */
  released: (key: VideoKey) => void;
}

/** Frames taken of a new scene after a verdict, whatever the engine says of the first: a new face needs some to be judged. */
const FRAMES_OF_NEW_SCENE = 6;
const POSTER_SIDE = 96;
/** A frame that came to nothing (empty, overtaken, the engine away) is taken again after a while, so often a source. */
const RETRY_AFTER_MS = 1000;
const MAX_RETRIES = 8;

/** The check of one video element through all its sources, from its discovery to its removal. */
export class VideoCheck {
  readonly video: HTMLVideoElement;
  readonly id = randomId();
  #progress: Progress = START;
  #poster = '';
  #source = new Source();
  #scenes = new SceneWatch();
  #sceneFrames = 0;
  #retries = 0;
  readonly #starvation: Starvation;
  readonly #trouble = new EngineTrouble();
  readonly #life = new AbortController();
  readonly #sampler: Sampler;
  readonly #around: Surroundings;

  constructor(video: HTMLVideoElement, around: Surroundings, signal: AbortSignal) {
    this.video = video;
    this.#around = around;
    this.#starvation = new Starvation({
      frameOnItsWay: () => around.alive() && around.turns.has(this.id),
      starved: () => {
        if (around.alive()) this.#advance({ type: 'starved', hidden: !around.eligible(video) });
      },
    });
    signal.addEventListener('abort', () => this.end(), { signal: this.#life.signal });
    watchSource(video, this.#life.signal, () => this.#newSource());
    const listen = { signal: this.#life.signal };
    video.addEventListener('encrypted', () => (this.#source.encrypted = true), listen);
    video.addEventListener('error', () => this.#mediaFailed(), listen);
    video.addEventListener('playing', () => this.#soundOnly(), listen);
    video.addEventListener('timeupdate', () => this.#watchScene(), listen);
    video.addEventListener('ended', () => this.#starvation.expectNoMore(), listen);
    this.#sampler = new Sampler(
      video,
      {
        wanted: () => this.#wanted(),
        eligible: () => around.eligible(video),
        busy: () => around.turns.has(this.id),
        take: () => this.#takeTurn(),
      },
      this.#life.signal,
    );
  }

  get progress(): Progress {
    return this.#progress;
  }

  get key(): VideoKey {
    return { video: this.id, epoch: this.#progress.epoch };
  }

  /** Aborts when the check ends. */
  get signal(): AbortSignal {
    return this.#life.signal;
  }

  get report(): VideoReport {
    const { phase, state, failure, asked, mediaHost } = this.#progress;
    return {
      key: this.key,
      phase,
      state,
      failure,
      asked,
      mediaHost,
      poster: this.#poster,
      label: labelOf(this.video),
    };
  }

  setAutomatic(on: boolean): void {
    this.#advance({ type: 'automatic', on });
    if (on) {
      // What went wrong before this script ran makes no event any more.
      this.#mediaFailed();
      this.#soundOnly();
    }
    this.#sampler.consider();
  }

  /** The user asks for this video. */
  ask(): void {
    this.#begin({ type: 'asked' });
  }

  /** The user wants it checked anew, from nothing. */
  again(): void {
    this.#begin({ type: 'again' });
  }

  /** What was found is to be forgotten. */
  forget(): void {
    if (this.#progress.phase !== 'idle') this.#startOver({ type: 'forget' });
  }

  /** The video came into view, the page to the front, or the like. */
  reconsider(): void {
    if (this.#progress.phase !== 'idle') this.#sampler.consider();
  }

  /** Ends the check for good. */
  end(): void {
    if (this.#life.signal.aborted) return;
    this.#life.abort();
    this.#starvation.stop();
    this.#around.turns.leave(this.id);
    if (this.#progress.phase !== 'idle') this.#around.released(this.key);
  }

  #begin(event: ProgressEvent): void {
    const { epoch } = this.#progress;
    this.#advance(event);
    if (this.#progress.epoch !== epoch) this.#source = this.#source.anew();
    this.#trouble.clear();
    this.#retries = 0;
    this.#mediaFailed();
    this.#soundOnly();
    this.#starvation.expectFrames();
    this.#sampler.consider();
  }

  #advance(event: ProgressEvent): void {
    const before = this.#progress;
    this.#progress = advance(before, event);
    if (this.#progress === before) return;
    if (this.#progress.epoch !== before.epoch) this.#drop(before);
    this.#around.changed(this);
  }

  /** What was taken, tried and waited for was of the epoch before. */
  #drop({ phase, epoch }: Progress): void {
    if (phase !== 'idle') this.#around.released({ video: this.id, epoch });
    this.#around.turns.leave(this.id);
    this.#starvation.stop();
    this.#trouble.clear();
    this.#sceneFrames = 0;
    this.#retries = 0;
    this.#sampler.restart();
  }

  #newSource(): void {
    if (this.#around.alive()) this.#startOver({ type: 'source' });
  }

  #startOver(event: ProgressEvent): void {
    this.#source = event.type === 'source' ? new Source() : this.#source.anew();
    this.#scenes = new SceneWatch();
    this.#poster = '';
    this.#advance(event);
    if (this.#progress.asked) this.#starvation.expectFrames();
    this.#sampler.consider();
  }

  #fail(reason: UncheckedReason): void {
    if (!wantsFrames(this.#progress)) return;
    this.#advance({ type: 'answer', response: { status: 'failed', reason } });
  }

  #mediaFailed(): void {
    if (this.video.error) this.#fail(reasonForMediaError(this.video.error));
  }

  #soundOnly(): void {
    const loaded = this.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
    if (loaded && this.video.videoWidth === 0) this.#fail('noVideoTrack');
  }

  #wanted(): boolean {
    return wantsFrames(this.#progress) || this.#sceneFrames > 0;
  }

  #takeTurn(): void {
    const { epoch, asked } = this.#progress;
    const over = (): void => {
      // Who wanted a frame meanwhile, for another epoch, was told that one is on its way.
      if (!this.#life.signal.aborted && this.#progress.epoch !== epoch) this.#sampler.consider();
    };
    this.#around.turns.take(this.id, asked, () => this.#exchange(), over);
  }

  async #exchange(): Promise<void> {
    const { epoch } = this.#progress;
    if (!this.#around.alive() || this.#life.signal.aborted || !hasFrame(this.video)) return;
    // Much may have happened while it waited: the site switched off, the video scrolled away.
    if (!this.#wanted() || !this.#around.eligible(this.video)) return;
    this.#sampler.taken();
    const stale = (): boolean => this.#life.signal.aborted || this.#progress.epoch !== epoch;
    try {
      const result = await this.#around.look(this, this.#source, (frame) => void this.#paint(frame, stale));
      if (stale()) return;
      this.#trouble.clear();
      if (result === 'nothingYet' || result.response.status === 'superseded') {
        this.#retrySoon(stale);
        return;
      }
      if (this.#sceneFrames > 0) this.#sceneFrames--;
      this.#advance({ type: 'answer', ...result });
      if (this.#progress.phase === 'done') this.#scenes.rest(performance.now());
    } catch (error) {
      if (!stale() && this.#around.alive()) this.#troubled(error, stale);
    } finally {
      // The frame may have reached the engine after its evidence was released.
      if (stale()) this.#around.released({ video: this.id, epoch });
      else this.#afterFrame();
    }
  }

  #troubled(error: unknown, stale: () => boolean): void {
    const reason = this.#trouble.reasonAfter(error);
    if (reason) this.#fail(reason);
    else this.#retrySoon(stale);
  }

  /** A playing video tries again by itself; a standing one has to be told to. */
  #retrySoon(stale: () => boolean): void {
    this.#sampler.forget();
    if (++this.#retries > MAX_RETRIES) return;
    setTimeout(() => {
      if (!stale()) this.#sampler.consider();
    }, RETRY_AFTER_MS);
  }

  /** A standing picture gives one frame only; a playing one goes on with the player's clock. */
  #afterFrame(): void {
    if (!wantsFrames(this.#progress) || this.#progress.starved) this.#starvation.stop();
    else if (this.video.ended) this.#starvation.expectNoMore();
    else this.#starvation.expectFrames();
  }

  #watchScene(): void {
    const { phase, state, starved } = this.#progress;
    const now = performance.now();
    if (phase !== 'done' || !state || starved || state.quality !== 'direct' || !this.#scenes.isDue(now))
      return;
    if (!this.#around.alive() || !this.#around.eligible(this.video) || !hasFrame(this.video)) return;
    if (this.#scenes.look(now, brightnessOf(this.video))) this.#sceneFrames = FRAMES_OF_NEW_SCENE;
  }

  async #paint(frame: RetainedFrame, stale: () => boolean): Promise<void> {
    if (this.#poster) return;
    try {
      const poster = await frame.picture(POSTER_SIDE);
      if (stale()) return;
      this.#poster = poster;
      this.#around.changed(this);
    } catch (error) {
      // Only the small picture in the popup is missing then.
      console.debug('FakeFilter: no poster could be made', error);
    }
  }
}
