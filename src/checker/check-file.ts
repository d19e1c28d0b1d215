import { judgeFrame } from '../frames/exchange.ts';
import { FrameError } from '../frames/frame-error.ts';
import type { RetainedFrame } from '../frames/retained-frame.ts';
import type { JudgeResponse } from '../messages/schemas.ts';
import { send } from '../messages/send.ts';
import { NoReceiverError } from '../messages/wire.ts';
import type { UncheckedReason, VideoState } from '../verdict/types.ts';
import { openFile, type FrameSeries } from './open-file.ts';
import type { Outcome } from './results.ts';

export interface Progress {
  framesDone: number;
  framesTotal: number;
  state: VideoState | null;
  /** A small picture of the file, `data:image/webp`; empty before the first frame. */
  poster: string;
}

const POSTER_SIDE = 160;

/** Checks one file, frame by frame. Never throws: what went wrong is the outcome's `failure`. */
export async function checkFile(
  file: File,
  frames: number,
  signal: AbortSignal,
  tell: (progress: Progress) => void,
): Promise<Outcome> {
  const begin = performance.now();
  const key = { video: `file-${crypto.randomUUID()}`, epoch: 0 };
  let state: VideoState | null = null;
  let failure: UncheckedReason | null = null;
  let series: FrameSeries | null = null;
  try {
    series = await openFile(file, frames, signal);
    let poster = '';
    let done = 0;
    const damages: FrameError[] = [];
    for (const timeMs of series.times) {
      const frame = await readable(series.frameAt(timeMs), damages);
      if (frame) {
        try {
          poster ||= await frame.picture(POSTER_SIDE);
          const context = { key, asked: true, visible: true, timeMs, quality: 'file' as const };
          state = stateOf(await judgeFrame(frame, context)) ?? state;
        } finally {
          frame.close();
        }
      }
      done++;
      tell({ framesDone: done, framesTotal: series.times.length, state, poster });
      signal.throwIfAborted();
    }
    if (!state && damages[0]) throw damages[0];
  } catch (error) {
    failure = reasonOf(error, signal);
    // The user reads the reason; whoever looks into a single file's trouble finds the rest here.
    if (failure !== 'cancelled') console.warn(`FakeFilter: ${file.name}:`, error);
  } finally {
    series?.close();
    await release(key);
  }
  return { state, failure, ms: performance.now() - begin };
}

/** One unreadable frame does not condemn a file: null then, with its error noted, unless the user stopped it. */
async function readable(frame: Promise<RetainedFrame>, damages: FrameError[]): Promise<RetainedFrame | null> {
  try {
    return await frame;
  } catch (error) {
    if (!(error instanceof FrameError) || error.reason === 'cancelled') throw error;
    damages.push(error);
    return null;
  }
}

/** @throws FrameError if the engine could not judge: its reasons hold for all further frames. */
function stateOf(answer: JudgeResponse): VideoState | null {
  if (answer.status === 'judged') return answer.state;
  if (answer.status === 'superseded') return null;
  throw new FrameError(answer.reason, `The engine answered "${answer.reason}"`);
}

function reasonOf(error: unknown, signal: AbortSignal): UncheckedReason {
  if (signal.aborted) return 'cancelled';
  if (error instanceof FrameError) return error.reason;
  return 'engineLost';
}

async function release(key: { video: string; epoch: number }): Promise<void> {
  try {
    await send('engine.release', { key });
  } catch (error) {
    // An engine that is gone has nothing left to forget.
    if (!(error instanceof NoReceiverError)) console.warn('FakeFilter: evidence was not released:', error);
  }
}
