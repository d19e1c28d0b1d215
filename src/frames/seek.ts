import { FrameError } from './frame-error.ts';
import { settled } from './media-events.ts';
import { reasonForMediaError } from './media-reason.ts';
import { ownTimeMs } from './own-time.ts';

/** Moving a player of our own to a time, and waiting for what it does. */

const SEEK_TIMEOUT_MS = 10_000;
/** Between two looks at a player that still shows the frame from before it sought; on a busy machine some did for 100 ms. */
const REPLACE_RETRY_MS = 10;
const REPLACE_TRIES = 50;
/** No frame is taken for another one so shortly after it began. */
const SAME_FRAME_MS = 20;
/** A player that is further from the time it was sent to did not go there. */
const ARRIVED_WITHIN_S = 0.1;
/** How long, and how fast where it lies behind, an unseekable player plays towards a time. */
const PLAY_ON_MS = 3000;
const PLAY_ON_RATE = 4;
const CLOCK_MS = 100;

/** A medium did not do within the time limit what it was asked for. */
export class LateMediaError extends FrameError {
  constructor(event: string, limitMs: number) {
    super('noFrames', `No "${event}" within ${limitMs} ms`);
  }
}

/** Waits for a media event; a media error or an abort on the way becomes a FrameError. */
export async function mediaEvent(
  video: HTMLVideoElement,
  event: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<void> {
  const outcome = await firstOf(video, [event], timeoutMs, signal);
  if (outcome === 'timeout') throw new LateMediaError(event, timeoutMs);
}

/** Waits for one of some media events, or `timeout`. @throws FrameError on a media error or an abort meanwhile. */
async function firstOf(
  video: HTMLVideoElement,
  events: readonly string[],
  timeoutMs: number,
  signal: AbortSignal,
): Promise<string> {
  const outcome = await settled(video, [...events, 'error'], timeoutMs, signal);
  if (outcome === 'aborted') throw new FrameError('cancelled', 'Reading the medium was cancelled');
  if (outcome === 'error') throw mediaError(video);
  return outcome;
}

function mediaError(video: HTMLVideoElement): FrameError {
  const detail = video.error?.message ?? '';
  return new FrameError(reasonForMediaError(video.error), `The medium could not be read: ${detail}`);
}

export async function seek(video: HTMLVideoElement, timeS: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw new FrameError('cancelled', 'Reading the medium was cancelled');
  // Its event has passed already: waiting for it would only end in the timeout.
  if (video.error) throw mediaError(video);
  const sought = mediaEvent(video, 'seeked', SEEK_TIMEOUT_MS, signal);
  video.currentTime = timeS;
  await sought;
}

/** Players whose file its server gives out from the start only, without byte ranges: they say that they sought, and stand at their start. */
const unseekable = new WeakSet<HTMLVideoElement>();

/** Brings a player to a time, or on the way to it. What it shows then tells its own time. */
export async function goTo(video: HTMLVideoElement, timeS: number, signal: AbortSignal): Promise<void> {
  const before = ownTimeMs(video);
  if (!unseekable.has(video)) {
    await seek(video, timeS, signal);
    if (Math.abs(video.currentTime - timeS) > ARRIVED_WITHIN_S && !isSeekable(video, timeS))
      unseekable.add(video);
  }
  if (unseekable.has(video)) await playTo(video, timeS, signal);
  await replaced(video, before, timeS * 1000, signal);
}

function isSeekable({ seekable }: HTMLVideoElement, timeS: number): boolean {
  for (let i = 0; i < seekable.length; i++) {
    if (timeS >= seekable.start(i) && timeS <= seekable.end(i)) return true;
  }
  return false;
}

/** Plays towards a time for a while; back to an earlier one from the start, to which a player always goes. */
async function playTo(video: HTMLVideoElement, timeS: number, signal: AbortSignal): Promise<void> {
  if (video.ended || video.currentTime > timeS + ARRIVED_WITHIN_S) await seek(video, 0, signal);
  video.playbackRate = timeS - video.currentTime > 1 ? PLAY_ON_RATE : 1;
  // An abort in between rejects it, and is told below.
  video.play().catch(() => undefined);
  const until = performance.now() + PLAY_ON_MS;
  while (video.currentTime < timeS && !video.ended && performance.now() < until) {
    await rest(video, ['ended'], CLOCK_MS, signal);
  }
  video.pause();
}

/**
 * Waits until the player no longer shows the frame from before a seek: it tells that it has sought a moment before what is drawn from has the new
 * frame (measured: once in a hundred seeks on a busy machine). A frame that is shown for long may be right at both times, so that this
 * gives up without an error: the frame tells its own time.
 */
async function replaced(
  video: HTMLVideoElement,
  before: number | null,
  timeMs: number,
  signal: AbortSignal,
): Promise<void> {
  if (before === null || (timeMs >= before && timeMs < before + SAME_FRAME_MS)) return;
  for (let tries = 0; tries < REPLACE_TRIES && ownTimeMs(video) === before; tries++) {
    await rest(video, [], REPLACE_RETRY_MS, signal);
  }
}

/** Waits for an event or for a while. @throws FrameError if the medium broke or reading it was cancelled. */
export async function rest(
  video: HTMLVideoElement,
  events: readonly string[],
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  await firstOf(video, events, ms, signal);
  // Its event may have passed before.
  if (video.error) throw mediaError(video);
}
