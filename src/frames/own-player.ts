import { FrameError } from './frame-error.ts';
import { reasonForMediaError, reasonForMissingPicture } from './media-reason.ts';
import { settled } from './media-events.ts';
import { RetainedFrame, assertFrameSize } from './retained-frame.ts';

/** Waits in ms. A far server on a slow line needs seconds for a seek; a dead one must not hold the queue for ever. */
const OPEN_TIMEOUT_MS = 20_000;
const SEEK_TIMEOUT_MS = 10_000;
/** A seek into the last few ms may land behind the last frame. */
const END_MARGIN_S = 0.05;
/** Between two looks at a player that has sought but not drawn yet. */
const DRAW_RETRY_MS = 40;
const DRAW_TRIES = 25;
/** The same, of a player that still shows the frame from before it sought; on a busy machine some did for 100 ms. */
const REPLACE_RETRY_MS = 10;
const REPLACE_TRIES = 50;
/** No frame is taken for another one so shortly after it began. */
const SAME_FRAME_S = 0.02;

/** A medium opened in a `<video>` of our own, never shown and never heard. */
export interface OwnPlayer {
  durationMs: number;
  width: number;
  height: number;
  /**
   * The frame at a media time (clamped to the medium). Calls wait for one another. The caller closes the frame.
   * @throws FrameError `noFrames`, `cancelled`, or a decoder's reason.
   */
  frameAt: (timeMs: number) => Promise<RetainedFrame>;
  close: () => void;
}

/**
 * Opens an address for reading frames. Works in pages that are never painted, where requestAnimationFrame and
 * requestVideoFrameCallback do not fire: only media events and timeouts are used.
 * @param url blob: of the extension, or http(s) with host permission (else its frames would be tainted).
 * @param signal aborts opening and every later `frameAt`; also closes the player.
 * @throws FrameError with the reason to tell.
 */
export async function openOwnPlayer(url: string, signal: AbortSignal): Promise<OwnPlayer> {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.preload = 'auto';

  const closed = new AbortController();
  const life = AbortSignal.any([signal, closed.signal]);
  const close = (): void => closed.abort();
  const letGo = (): void => {
    video.removeAttribute('src');
    video.load();
  };
  life.addEventListener('abort', letGo, { once: true });

  try {
    video.src = url;
    await mediaEvent(video, 'loadedmetadata', OPEN_TIMEOUT_MS, life);
    if (video.videoWidth === 0) {
      throw new FrameError(
        await reasonForMissingPicture(url),
        'The medium has no picture that can be decoded',
      );
    }
    assertFrameSize(video.videoWidth, video.videoHeight);
    const durationS = await firstSeek(video, life);

    let last: Promise<unknown> = Promise.resolve();
    return {
      durationMs: durationS * 1000,
      width: video.videoWidth,
      height: video.videoHeight,
      frameAt: (timeMs) => {
        const target = Math.max(0, Math.min(timeMs / 1000, durationS - END_MARGIN_S));
        const frame = last.then(
          () => drawnFrame(video, target, life),
          () => drawnFrame(video, target, life),
        );
        last = frame;
        return frame;
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** Waits for a media event; a media error or an abort on the way becomes a FrameError. */
async function mediaEvent(
  video: HTMLVideoElement,
  event: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<void> {
  const outcome = await firstOf(video, [event], timeoutMs, signal);
  if (outcome === 'timeout') throw new FrameError('noFrames', `No "${event}" within ${timeoutMs} ms`);
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

/**
 * Makes a medium whose head was read ready for frames. @returns its length in seconds.
 * A medium that declares a picture and then breaks before the first frame has none, however the player words it: some
 * report a length of zero, some an error, and which of them comes first is a race.
 */
async function firstSeek(video: HTMLVideoElement, signal: AbortSignal): Promise<number> {
  try {
    const durationS = await measuredDuration(video, signal);
    if (durationS <= 0) throw new FrameError('noFrames', 'The medium is zero seconds long');
    // Before the first seek the player draws nothing (measured), so one is made here.
    await seek(video, 0, signal);
    return durationS;
  } catch (error) {
    if (!(error instanceof FrameError) || error.reason !== 'unreadable') throw error;
    throw new FrameError('noFrames', 'The medium broke before its first frame', { cause: error });
  }
}

async function seek(video: HTMLVideoElement, timeS: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw new FrameError('cancelled', 'Reading the medium was cancelled');
  // Its event has passed already: waiting for it would only end in the timeout.
  if (video.error) throw mediaError(video);
  const sought = mediaEvent(video, 'seeked', SEEK_TIMEOUT_MS, signal);
  video.currentTime = timeS;
  await sought;
}

/** Length in seconds. Recordings without a length in their header show it only after a seek to the end. */
async function measuredDuration(video: HTMLVideoElement, signal: AbortSignal): Promise<number> {
  if (Number.isFinite(video.duration)) return video.duration;
  await seek(video, Number.MAX_SAFE_INTEGER, signal);
  return Number.isFinite(video.duration) ? video.duration : video.currentTime;
}

async function drawnFrame(
  video: HTMLVideoElement,
  timeS: number,
  signal: AbortSignal,
): Promise<RetainedFrame> {
  const before = shownTime(video);
  await seek(video, timeS, signal);
  await replaced(video, before, timeS, signal);
  for (let tries = 0; tries < DRAW_TRIES; tries++) {
    if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
      const frame = RetainedFrame.from(video);
      if (!frame.isBlank()) return frame;
      frame.close();
    }
    await rest(video, ['loadeddata', 'canplay'], DRAW_RETRY_MS, signal);
  }
  throw new FrameError('noFrames', `Nothing was drawn at ${timeS} s`);
}

/**
 * Waits until the player no longer shows the frame from before a seek: it tells that it has sought a moment before what is drawn from has the new
 * frame (measured: once in a hundred seeks on a busy machine), and the old one would be judged as if it were of this time, too.
 * A frame that is shown for long may be right at both times, so that this gives up without an error.
 */
async function replaced(
  video: HTMLVideoElement,
  before: number | null,
  timeS: number,
  signal: AbortSignal,
): Promise<void> {
  if (before === null || (timeS >= before && timeS < before + SAME_FRAME_S)) return;
  for (let tries = 0; tries < REPLACE_TRIES && shownTime(video) === before; tries++) {
    await rest(video, [], REPLACE_RETRY_MS, signal);
  }
}

/** The media time of the frame that is shown, in s; null if there is none or the browser cannot tell. */
function shownTime(video: HTMLVideoElement): number | null {
  if (typeof VideoFrame === 'undefined') return null;
  try {
    const frame = new VideoFrame(video);
    frame.close();
    return frame.timestamp / 1e6;
  } catch {
    return null;
  }
}

/** Waits for an event or for a while. @throws FrameError if the medium broke or reading it was cancelled. */
async function rest(
  video: HTMLVideoElement,
  events: readonly string[],
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  await firstOf(video, events, ms, signal);
  // Its event may have passed before.
  if (video.error) throw mediaError(video);
}
