import { FrameError } from '../frames/frame-error.ts';
import { openAnimation } from './animation.ts';
import type { FrameSeries } from './frame-series.ts';
import { kindOfFile, type FileKind } from './kind.ts';
import { openPicture, type Picture } from './picture.ts';
import { openVideo } from './video.ts';

export type OpenedFile = { medium: 'video'; series: FrameSeries } | { medium: 'picture'; series: Picture };

/**
 * Opens a video, an animation (both are `video`) or a still picture, by what it holds and not by what it is called.
 * @param signal aborts opening and every later reading.
 * @throws FrameError with the reason if it is none of them, or cannot be read.
 */
export async function openFile(file: File, signal: AbortSignal): Promise<OpenedFile> {
  if (file.size === 0) throw new FrameError('damaged', 'The file is empty');
  const kind = await kindOfFile(file).catch((error: unknown) => {
    throw new FrameError('unreadable', 'The file could not be opened', { cause: error });
  });
  if (kind.medium === 'other') {
    const reason = kind.what === 'blank' ? 'damaged' : kind.what;
    throw new FrameError(reason, 'The file holds no picture to judge');
  }
  try {
    return await openKind(file, kind, signal);
  } catch (error) {
    // Its first bytes say what it is, so that what does not open is not another kind of file.
    const broken = error instanceof FrameError && error.reason === 'unreadable' && kind.medium !== 'unknown';
    throw broken ? new FrameError('damaged', error.message, { cause: error }) : error;
  }
}

async function openKind(
  file: File,
  kind: Exclude<FileKind, { medium: 'other' }>,
  signal: AbortSignal,
): Promise<OpenedFile> {
  if (kind.medium !== 'picture') {
    const container = kind.medium === 'video' ? kind.container : null;
    return { medium: 'video', series: await openVideo(file, container, signal) };
  }
  const animation = await openAnimation(file, kind.mime, signal);
  if (animation) return { medium: 'video', series: animation };
  return { medium: 'picture', series: await openPicture(file, kind.mime) };
}
