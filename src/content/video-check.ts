import type { VideoKey, VideoReport } from '../messages/schemas.ts';
import type { Interference } from '../verdict/interference.ts';
import type { AttemptHooks } from './attempt-hooks.ts';
import { Attempt } from './attempt.ts';
import { listenToPlayer } from './dom.ts';
import { randomId } from './identity.ts';
import { labelOf } from './label.ts';
import { START, advance, type Progress, type ProgressEvent } from './progress.ts';
import { Pulse } from './pulse.ts';
import { Restarts } from './restarts.ts';
import { Source, watchSource } from './source.ts';

/** What a check needs of the page it runs in. */
export interface CheckHooks extends AttemptHooks {
  /** Progress, poster or label changed. */
  changed: (check: VideoCheck) => void;
  /** Its video has played on, or was sought in. */
  played: (check: VideoCheck) => void;
  /** What the page does to its badge changed. */
  interfered: (check: VideoCheck) => void;
  /** This key's evidence is of no use any more. */
  released: (key: VideoKey) => void;
}

/** The check of one video element through all its sources, from when it first came near the screen to its removal; what it does about one is an {@link Attempt}. */
export class VideoCheck {
  readonly video: HTMLVideoElement;
  readonly id = randomId();
  #progress: Progress = START;
  #source: Source;
  /** Of what is being checked or was; a video that nobody checks has none. */
  #attempt: Attempt | null = null;
  #interference: Interference | null = null;
  readonly #restarts = new Restarts();
  readonly #life = new AbortController();
  readonly #hooks: CheckHooks;
  readonly #pulse: Pulse;

  /** @param known what was seen of a source before, if it is still the one that plays. */
  constructor(video: HTMLVideoElement, hooks: CheckHooks, signal: AbortSignal, known?: Source) {
    this.video = video;
    this.#hooks = hooks;
    signal.addEventListener('abort', () => this.end(), { signal: this.#life.signal });
    watchSource(video, this.#life.signal, () => this.#newSource());
    // One listener for all that follow a playing video: each costs its page time, four times a second and video.
    const played = (): void => {
      hooks.played(this);
      this.#attempt?.played();
    };
    listenToPlayer(video, 'timeupdate', played, { signal: this.#life.signal });
    listenToPlayer(video, 'encrypted', () => (this.#source.encrypted = true), { signal: this.#life.signal });
    this.#pulse = new Pulse({ lively: () => !video.paused && !video.ended, beat: () => this.#beat() });
    this.#source = known?.isIn(video) ? known : new Source(video);
  }

  get progress(): Progress {
    return this.#progress;
  }

  get key(): VideoKey {
    return { video: this.id, epoch: this.#progress.epoch };
  }

  /** Its video can be seen, and a frame of it taken. */
  get inSight(): boolean {
    return this.#hooks.eligible(this.video);
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
      poster: this.#source.poster,
      label: labelOf(this.video),
      ...(this.#interference && { interference: this.#interference }),
    };
  }

  setAutomatic(on: boolean): void {
    this.#advance({ type: 'automatic', on });
    // What went wrong before this script ran makes no event any more.
    if (on) this.#attempt?.considerFaults();
    this.#attempt?.consider();
  }

  /** What the page does to the badge of this video, or null for nothing any more. */
  interfered(how: Interference | null): void {
    if (how === this.#interference || this.#life.signal.aborted) return;
    this.#interference = how;
    this.#hooks.interfered(this);
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
    if (this.#progress.phase === 'idle') return;
    this.#pulse.start();
    this.#attempt?.consider();
  }

  /** Ends the check for good. */
  end(): void {
    if (this.#life.signal.aborted) return;
    this.#life.abort();
    this.#pulse.stop();
    this.#attempt?.end();
    if (this.#progress.phase !== 'idle') this.#hooks.released(this.key);
  }

  /** Does what events of the player would have done, where a page keeps them back. */
  #beat(): void {
    if (this.#progress.phase === 'idle' || !this.#hooks.alive() || !this.#hooks.eligible(this.video)) {
      this.#pulse.stop();
      return;
    }
    if (!this.#source.isIn(this.video)) this.#newSource();
    this.#attempt?.considerFaults();
    this.#attempt?.played();
  }

  #begin(event: ProgressEvent): void {
    this.#advance(event);
    this.#attempt?.considerFaults();
    this.#attempt?.expectFrames();
    this.#attempt?.consider();
  }

  #newSource(): void {
    if (!this.#hooks.alive()) return;
    this.#startOver({ type: 'source' });
    if (this.#progress.phase !== 'idle' && this.#restarts.note(this.video.currentSrc, performance.now()))
      this.interfered('restless');
  }

  #startOver(event: ProgressEvent): void {
    this.#advance(event);
    if (this.#progress.asked) this.#attempt?.expectFrames();
    this.#attempt?.consider();
  }

  #advance(event: ProgressEvent): void {
    const before = this.#progress;
    this.#progress = advance(before, event);
    if (this.#progress === before) return;
    if (this.#progress.epoch !== before.epoch) this.#endAttempt(before, event);
    if (this.#progress.phase !== 'idle') {
      this.#pulse.start();
      this.#attempt ??= this.#newAttempt();
    }
    this.#hooks.changed(this);
  }

  /** What was taken, tried and waited for was of the epoch before. */
  #endAttempt({ phase, epoch }: Progress, { type }: ProgressEvent): void {
    if (phase !== 'idle') this.#hooks.released({ video: this.id, epoch });
    this.#attempt?.end();
    this.#attempt = null;
    const isNew = type === 'source' || !this.#source.isIn(this.video);
    this.#source = isNew ? new Source(this.video) : this.#source.anew(type === 'forget');
  }

  #newAttempt(): Attempt {
    const { video, key } = this;
    const source = this.#source;
    const gone = (): boolean => this.#life.signal.aborted;
    const progress = (): Progress => this.#progress;
    return new Attempt(
      {
        ...{ video, key, source },
        get progress() {
          return progress();
        },
        advance: (event) => this.#advance(event),
        decided: () => {
          this.#restarts.clear();
          if (this.#interference === 'restless') this.interfered(null);
        },
        pictured: () => this.#hooks.changed(this),
        slotFree: () => {
          // Who wanted a frame meanwhile was told that one is on its way.
          if (!gone()) this.#attempt?.consider();
        },
        late: () => this.#hooks.released(key),
      },
      this.#hooks,
    );
  }
}
