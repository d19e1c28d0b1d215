import { FrameError } from '../frames/frame-error.ts';
import { RetainedFrame } from '../frames/retained-frame.ts';
import type { FrameSeries } from './frame-series.ts';
import { answered } from './patience.ts';

/** Kinds of pictures that may be animations. */
const MAY_MOVE = ['image/gif', 'image/webp', 'image/avif', 'image/png'];

/**
 * A GIF, or an animated WebP, AVIF or PNG, as a series of frames.
 * @returns null if the file is a still picture, or the browser cannot tell.
 * @throws FrameError `noFrames`, `cancelled`.
 */
export async function openAnimation(
  file: Blob,
  mime: string,
  signal: AbortSignal,
): Promise<FrameSeries | null> {
  if (!MAY_MOVE.includes(mime) || typeof ImageDecoder === 'undefined') return null;
  if (!(await ImageDecoder.isTypeSupported(mime))) return null;
  const decoder = new ImageDecoder({
    data: file.stream(),
    type: mime,
    colorSpaceConversion: 'none',
    preferAnimation: true,
  });
  const close = (): void => {
    signal.removeEventListener('abort', close);
    decoder.close();
  };
  signal.addEventListener('abort', close);
  try {
    const frames = await frameCount(decoder);
    if (frames < 2) {
      close();
      return null;
    }
    const starts = await startTimes(decoder, frames, signal);
    return {
      durationMs: starts.at(-1) ?? 0,
      frameCount: frames,
      async frameAt(timeMs) {
        const index = Math.max(
          0,
          starts.slice(0, frames).findLastIndex((start) => start <= timeMs),
        );
        const { image } = await decoded(decoder, index, signal);
        try {
          return { frame: RetainedFrame.from(image), timeMs: starts[index] ?? 0 };
        } finally {
          image.close();
        }
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** @returns 0 for a file that cannot be decoded: the way of still pictures says why. */
async function frameCount(decoder: ImageDecoder): Promise<number> {
  try {
    await answered(Promise.all([decoder.tracks.ready, decoder.completed]));
    const track = decoder.tracks.selectedTrack;
    return track?.animated ? track.frameCount : 0;
  } catch {
    return 0;
  }
}

async function decoded(
  decoder: ImageDecoder,
  frameIndex: number,
  signal: AbortSignal,
): Promise<ImageDecodeResult> {
  try {
    return await answered(decoder.decode({ frameIndex }));
  } catch (error) {
    if (signal.aborted) throw new FrameError('cancelled', 'Reading the animation was cancelled');
    throw new FrameError('noFrames', `Frame ${frameIndex} of the animation is damaged`, { cause: error });
  }
}

/** A frame without a length of its own is shown so long, in ms; browsers do so with GIFs. */
const DEFAULT_MS = 100;

/** When each frame begins, and at last when the animation ends, in ms. What comes after a damaged frame is left out. */
async function startTimes(decoder: ImageDecoder, frames: number, signal: AbortSignal): Promise<number[]> {
  const starts = [0];
  for (let index = 0; index < frames; index++) {
    try {
      const { image } = await decoded(decoder, index, signal);
      starts.push((starts.at(-1) ?? 0) + (image.duration ? image.duration / 1000 : DEFAULT_MS));
      image.close();
    } catch (error) {
      if (index === 0 || signal.aborted) throw error;
      break;
    }
  }
  return starts;
}
