import type { FrameSeries, TimedFrame } from '../../files/frame-series.ts';
import { FrameError } from '../../frames/frame-error.ts';
import type { VideoState } from '../../verdict/types.ts';
import { framesForLength } from '../../verdict/frames-for-length.ts';
import { TUNABLES } from '../../verdict/tunables.ts';
import { POSTER_SIDE, type Progress } from './progress.ts';
import { denserTimes } from './denser.ts';
import { FrameLog, NOTHING_SEEN } from './frame-log.ts';
import { Judging } from './judging.ts';
import { sampleTimes, unevenTimes, type FramePlan } from './sample-times.ts';
import { lookTimes, missedShots, type ShotSample } from './shots.ts';

/** Frames for shots that the even ones miss, at most. First choice. */
const MOST_FOR_SHOTS = 32;
/** Closer looks around suspicious frames, and frames of each, at most. First choice: three halvings bring 8 s down to one. */
const CLOSER_LOOKS = 3;
const MOST_PER_LOOK = 16;

/**
 * Judges a video or an animation: at evenly spread frames, as many as its length calls for, at one in each shot that
 * those miss, and again around suspicious ones.
 * @throws FrameError if no frame could be read or the engine could not judge.
 */
export async function checkVideo(
  series: FrameSeries,
  plan: FramePlan,
  signal: AbortSignal,
  tell: (progress: Progress) => void,
): Promise<VideoState | null> {
  const check = new VideoCheck(series, signal, tell);
  try {
    await check.judgeAll(plan.exact ? check.evenTimes(plan.frames) : await check.timesByShot(plan.frames));
    for (let look = 0; look < CLOSER_LOOKS && !plan.exact; look++) {
      const more = check.closerTimes();
      if (more.length === 0) break;
      await check.judgeAll(more);
    }
    return check.result();
  } finally {
    await check.end();
  }
}

class VideoCheck {
  readonly #series: FrameSeries;
  readonly #signal: AbortSignal;
  readonly #tell: (progress: Progress) => void;
  readonly #judging = new Judging();
  /** Times of the frames that were judged; one frame counts once, however often it is asked for. */
  readonly #taken = new Set<number>();
  readonly #damages: FrameError[] = [];
  readonly #log: FrameLog;
  #progress: Progress = {
    phase: 'judging',
    framesDone: 0,
    framesTotal: 0,
    state: null,
    poster: '',
    seen: NOTHING_SEEN,
  };

  constructor(series: FrameSeries, signal: AbortSignal, tell: (progress: Progress) => void) {
    this.#series = series;
    this.#signal = signal;
    this.#tell = tell;
    this.#log = new FrameLog(series.durationMs);
  }

  evenTimes(frames: number): number[] {
    return sampleTimes(this.#series.durationMs, this.#atMost(frames));
  }

  async timesByShot(least: number): Promise<number[]> {
    const { durationMs } = this.#series;
    const spread = unevenTimes(durationMs, this.#atMost(framesForLength(durationMs, least)));
    const looks: ShotSample[] = [];
    const times = lookTimes(durationMs, spread.length);
    for (const [index, time] of times.entries()) {
      const seen = await this.#frameAt(time);
      if (seen) {
        looks.push(this.#log.look(seen.frame, seen.timeMs));
        await this.#setPoster(seen);
        seen.frame.close();
      }
      this.#update({ phase: 'looking', framesDone: index + 1, framesTotal: times.length });
    }
    return [...spread, ...missedShots(looks, spread, MOST_FOR_SHOTS)].sort((a, b) => a - b);
  }

  closerTimes(): number[] {
    const { state } = this.#progress;
    if (!state) return [];
    const most = Math.min(MOST_PER_LOOK, TUNABLES.framesKept - this.#taken.size);
    return denserTimes(state, [...this.#taken], this.#series.durationMs, most);
  }

  async judgeAll(times: readonly number[]): Promise<void> {
    const before = this.#progress.phase === 'judging' ? this.#progress.framesDone : 0;
    for (const [index, time] of times.entries()) {
      const seen = await this.#frameAt(time);
      if (seen) {
        try {
          await this.#judge(seen);
        } finally {
          seen.frame.close();
        }
      }
      this.#update({ phase: 'judging', framesDone: before + index + 1, framesTotal: before + times.length });
    }
  }

  result(): VideoState | null {
    const { state } = this.#progress;
    if (!state && this.#damages[0]) throw this.#damages[0];
    return state;
  }

  end(): Promise<void> {
    return this.#judging.end();
  }

  /** An animation has no more than its frames. */
  #atMost(frames: number): number {
    return Math.min(frames, this.#series.frameCount ?? frames);
  }

  async #judge(seen: TimedFrame): Promise<void> {
    if (this.#taken.has(seen.timeMs)) return;
    this.#taken.add(seen.timeMs);
    await this.#setPoster(seen);
    const state = await this.#judging.judge(seen.frame, seen.timeMs);
    if (!state) return;
    this.#log.look(seen.frame, seen.timeMs);
    await this.#log.judged(seen.frame, seen.timeMs, state);
    this.#progress = { ...this.#progress, state, seen: this.#log.seen() };
  }

  /** One unreadable frame does not condemn a file: null then, with its error noted, unless the user stopped it. */
  async #frameAt(timeMs: number): Promise<TimedFrame | null> {
    this.#signal.throwIfAborted();
    try {
      return await this.#series.frameAt(timeMs);
    } catch (error) {
      if (!(error instanceof FrameError) || error.reason === 'cancelled') throw error;
      this.#damages.push(error);
      return null;
    }
  }

  async #setPoster({ frame }: TimedFrame): Promise<void> {
    const poster = this.#progress.poster || (await frame.picture(POSTER_SIDE));
    this.#progress = { ...this.#progress, poster };
  }

  #update(change: Partial<Progress>): void {
    this.#progress = { ...this.#progress, ...change };
    this.#tell(this.#progress);
    this.#signal.throwIfAborted();
  }
}
