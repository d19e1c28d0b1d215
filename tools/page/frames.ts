import { sampleTimes } from '../../src/pages/check-files/sample-times.ts';
import type { Raster } from '../../src/detector/resize.ts';
import type { FrameSeries, TimedFrame } from '../../src/files/frame-series.ts';
import { openFile } from '../../src/files/open-file.ts';
import { FrameError } from '../../src/frames/frame-error.ts';
import { RetainedFrame } from '../../src/frames/retained-frame.ts';
import { blurred, mosaic, noisy, randomFrom, resized, turned } from './damage.ts';
import { imageOf } from '../../src/offscreen/image-of.ts';
import { encoded } from './encode.ts';
import type { ItemRequest } from './requests.ts';

/** With which squeezed pictures are encoded anew. */
const SQUEEZE_QUALITY = 0.9;
/** Tries for one frame of a video. */
const FRAME_TRIES = 5;

function rasterOf(frame: RetainedFrame): Raster {
  const { width, height, data } = frame.crop({ x: 0, y: 0, width: frame.width, height: frame.height });
  return { width, height, channels: 4, data };
}

async function decoded(blob: Blob): Promise<RetainedFrame> {
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
  try {
    return RetainedFrame.from(bitmap);
  } finally {
    bitmap.close();
  }
}

async function damaged(
  frame: RetainedFrame,
  { damage, seed }: ItemRequest,
  timeMs: number,
): Promise<RetainedFrame> {
  if (!damage) return frame;
  const { family, level } = damage;
  const picture = rasterOf(frame);
  frame.close();
  switch (family) {
    case 'jpeg':
      return decoded(await encoded(picture, 'image/jpeg', level / 100));
    case 'resize': {
      const [width, height] = [picture.width, picture.height].map((side) =>
        Math.max(1, Math.round(side * level)),
      );
      return RetainedFrame.from(imageOf(resized(picture, width ?? 1, height ?? 1)));
    }
    case 'blur':
      return RetainedFrame.from(imageOf(blurred(picture, level)));
    case 'noise':
      return RetainedFrame.from(imageOf(noisy(picture, level, randomFrom(`${seed} ${timeMs}`))));
    case 'mosaic':
      return RetainedFrame.from(imageOf(mosaic(picture, level)));
    case 'turn':
      return RetainedFrame.from(imageOf(turned(picture, level)));
  }
}

/** A frame squeezed as the item asks for, as JPEG; null if it asks for nothing. */
async function squeezedJpeg(frame: RetainedFrame, squeeze: ItemRequest['squeeze']): Promise<Blob | null> {
  if (!squeeze) return null;
  return encoded(resized(rasterOf(frame), squeeze.width, squeeze.height), 'image/jpeg', SQUEEZE_QUALITY);
}

async function squeezed(frame: RetainedFrame, squeeze: ItemRequest['squeeze']): Promise<RetainedFrame> {
  const jpeg = await squeezedJpeg(frame, squeeze);
  if (!jpeg) return frame;
  frame.close();
  return decoded(jpeg);
}

/** The first frame of an item's first file after squeezing. @throws FrameError, or Error if there is nothing to squeeze. */
export async function firstSqueezed(item: ItemRequest, files: readonly File[]): Promise<Blob> {
  const source = item.sources[0];
  const file = source && files[source.file];
  if (!file) throw new Error('The item has no file');
  const { series } = await openFile(file, AbortSignal.timeout(60_000));
  try {
    const { frame } = await series.frameAt(series.durationMs / 2);
    try {
      const jpeg = await squeezedJpeg(frame, item.squeeze);
      if (!jpeg) throw new Error('The item is not to be squeezed');
      return jpeg;
    } finally {
      frame.close();
    }
  } finally {
    series.close();
  }
}

/**
 * The frame at a time. A player gives up after a while, as it should beside a user; on a busy machine that would leave frames out
 * of a measurement, and other ones each time. @throws FrameError after {@link FRAME_TRIES} tries.
 */
async function patiently(series: FrameSeries, timeMs: number): Promise<TimedFrame> {
  for (let tries = 1; ; tries++) {
    try {
      return await series.frameAt(timeMs);
    } catch (error) {
      if (!(error instanceof FrameError) || tries === FRAME_TRIES) throw error;
    }
  }
}

/**
 * Visits an item's frames one after another, so that one is in memory at a time, each damaged as the item asks for.
 * Frames that cannot be read are passed over, as on the page "Check files".
 * @param visit gets a frame and its media time in ms; the frame is closed after it.
 * @throws FrameError if no frame could be read; whatever `visit` throws.
 */
export async function eachFrame(
  item: ItemRequest,
  files: readonly File[],
  visit: (frame: RetainedFrame, timeMs: number) => Promise<void>,
): Promise<void> {
  let seen = 0;
  const troubles: FrameError[] = [];
  const noted = (error: unknown): null => {
    if (!(error instanceof FrameError)) throw error;
    troubles.push(error);
    return null;
  };
  for (const source of item.sources) {
    const file = files[source.file];
    if (!file) throw new Error(`The page has no file ${source.file}`);
    const opened = await openFile(file, new AbortController().signal).catch(noted);
    if (!opened) continue;
    const { series } = opened;
    try {
      const frames = Math.min(source.frames, series.frameCount ?? source.frames);
      const taken = new Set<number>();
      for (const time of sampleTimes(series.durationMs, frames)) {
        const got = await patiently(series, time).catch(noted);
        if (!got) continue;
        let { frame } = got;
        if (taken.has(got.timeMs)) {
          frame.close();
          continue;
        }
        taken.add(got.timeMs);
        const timeMs = source.timeMs + got.timeMs;
        try {
          frame = await squeezed(frame, item.squeeze);
          frame = await damaged(frame, item, timeMs);
          await visit(frame, timeMs);
        } finally {
          frame.close();
        }
        seen++;
      }
    } finally {
      series.close();
    }
  }
  if (seen === 0 && troubles[0]) throw troubles[0];
}
