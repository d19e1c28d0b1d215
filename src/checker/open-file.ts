import { FrameError } from '../frames/frame-error.ts';
import { openOwnPlayer } from '../frames/own-player.ts';
import { RetainedFrame, assertFrameSize } from '../frames/retained-frame.ts';
import { sampleTimes } from './sample-times.ts';

/** A file opened for reading frames at some media times (ms). */
export interface FrameSeries {
  times: number[];
  frameAt: (timeMs: number) => Promise<RetainedFrame>;
  close: () => void;
}

/**
 * Opens a video, of which `frames` frames will be read, or an image, which is one frame.
 * @throws FrameError with the reason if it is neither, or cannot be read.
 */
export async function openFile(file: File, frames: number, signal: AbortSignal): Promise<FrameSeries> {
  if (file.size === 0) throw new FrameError('unreadable', 'The file is empty');
  return file.type.startsWith('image/') ? openImage(file) : openVideo(file, frames, signal);
}

async function openImage(file: File): Promise<FrameSeries> {
  await assertImageSize(file);
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file, { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
  } catch (error) {
    throw new FrameError('unreadable', 'The image could not be decoded', { cause: error });
  }
  return {
    times: [0],
    frameAt: () =>
      new Promise((resolve) => {
        resolve(RetainedFrame.from(bitmap));
      }),
    close: () => bitmap.close(),
  };
}

/** Reads the size from the image's head, before its pixels would take memory. */
async function assertImageSize(file: File): Promise<void> {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    await new Promise<void>((resolve, reject) => {
      image.onload = () => resolve();
      image.onerror = () => reject(new FrameError('unreadable', 'This is no image that the browser knows'));
      image.src = url;
    });
    assertFrameSize(image.naturalWidth, image.naturalHeight);
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function openVideo(file: File, frames: number, signal: AbortSignal): Promise<FrameSeries> {
  const url = URL.createObjectURL(file);
  try {
    const player = await openOwnPlayer(url, signal);
    return {
      times: sampleTimes(player.durationMs, frames),
      frameAt: player.frameAt,
      close: () => {
        player.close();
        URL.revokeObjectURL(url);
      },
    };
  } catch (error) {
    URL.revokeObjectURL(url);
    throw error;
  }
}
