import { mayRead } from '../platform/media.ts';
import { FrameError } from './frame-error.ts';
import { reasonForMissingPicture } from './media-reason.ts';
import { RetainedFrame, assertFrameSize } from './retained-frame.ts';
import { goTo, LateMediaError, mediaEvent, rest, seek } from './seek.ts';

/** A far server on a slow line needs seconds; a dead one must not hold the queue for ever. */
const OPEN_TIMEOUT_MS = 20_000;
/** A seek into the last few ms may land behind the last frame. */
const END_MARGIN_S = 0.05;
/** Between two looks at a player that has sought but not drawn yet. */
const DRAW_RETRY_MS = 40;
const DRAW_TRIES = 25;
/** Seeks in a row that did not end in time, after which a medium is given up: its server stalls, or its decoder hangs. */
const MOST_LATE = 2;

/** A medium opened in a `<video>` of our own, never shown and never heard. */
export interface OwnPlayer {
  /** Infinite where the file does not tell and lets nobody seek to its end. */
  durationMs: number;
  width: number;
  height: number;
  /**
   * The frame at a media time (clamped to the medium), turned clockwise by so many degrees; of a file that lets nobody seek, one on the way there. Its `timeMs` tells.
   * Calls wait for one another. The caller closes the frame.
   * @throws FrameError `noFrames`, `cancelled`, or a decoder's reason.
   */
  frameAt: (timeMs: number, rotation?: 0 | 90 | 180 | 270) => Promise<RetainedFrame>;
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
  // With more, each seek in a far file would load ten seconds of it ahead: 300 MB for 16 frames of one of 380 MB (measured).
  video.preload = isNear(url) ? 'auto' : 'metadata';
  mayRead(video);

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
    let late = 0;
    /** Each late answer takes many seconds, and there may be hundreds of frames to ask for. */
    const drawn = async (target: number, rotation: 0 | 90 | 180 | 270): Promise<RetainedFrame> => {
      if (late >= MOST_LATE) throw new FrameError('noFrames', 'The medium stopped coming');
      try {
        const frame = await drawnFrame(video, target, rotation, life);
        late = 0;
        return frame;
      } catch (error) {
        if (error instanceof LateMediaError) late++;
        throw error;
      }
    };
    return {
      durationMs: durationS * 1000,
      width: video.videoWidth,
      height: video.videoHeight,
      frameAt: (timeMs, rotation = 0) => {
        const target = Math.max(0, Math.min(timeMs / 1000, durationS - END_MARGIN_S));
        const frame = last.then(
          () => drawn(target, rotation),
          () => drawn(target, rotation),
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

/** It lies on this machine. */
function isNear(url: string): boolean {
  return url.startsWith('blob:');
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

/** Length in seconds. Recordings without a length in their header show it only after a seek to the end. */
async function measuredDuration(video: HTMLVideoElement, signal: AbortSignal): Promise<number> {
  if (Number.isFinite(video.duration)) return video.duration;
  await seek(video, Number.MAX_SAFE_INTEGER, signal);
  if (Number.isFinite(video.duration)) return video.duration;
  return video.currentTime > 0 ? video.currentTime : Infinity;
}

async function drawnFrame(
  video: HTMLVideoElement,
  timeS: number,
  rotation: 0 | 90 | 180 | 270,
  signal: AbortSignal,
): Promise<RetainedFrame> {
  await goTo(video, timeS, signal);
  for (let tries = 0; tries < DRAW_TRIES; tries++) {
    if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
      const frame = RetainedFrame.from(video, rotation);
      if (!frame.isBlank()) return frame;
      frame.close();
    }
    await rest(video, ['loadeddata', 'canplay'], DRAW_RETRY_MS, signal);
  }
  throw new FrameError('noFrames', `Nothing was drawn at ${timeS} s`);
}
