import { FrameError } from '../../frames/frame-error.ts';
import { openFile, type OpenedFile } from '../../files/open-file.ts';
import { UnsupportedCodec } from '../../files/unsupported-codec.ts';
import { openAddress } from '../../files/video.ts';
import type { UncheckedReason, VideoState } from '../../verdict/types.ts';
import { checkPicture } from './check-picture.ts';
import { checkVideo } from './check-video.ts';
import { nameOf, type Medium } from './medium.ts';
import type { Progress } from './progress.ts';
import type { Outcome } from './results.ts';
import type { FramePlan } from './sample-times.ts';

/** Checks one file or address, frame by frame. Never throws: what went wrong is the outcome's `failure`. */
export async function checkMedium(
  medium: Medium,
  plan: FramePlan,
  signal: AbortSignal,
  tell: (progress: Progress) => void,
): Promise<Outcome> {
  const begin = performance.now();
  let opened: OpenedFile | null = null;
  let last: VideoState | null = null;
  const took = () => performance.now() - begin;
  const note = (progress: Progress): void => {
    last = progress.state;
    tell(progress);
  };
  try {
    opened = await openMedium(medium, signal);
    signal.throwIfAborted();
    const state = await (opened.medium === 'picture'
      ? checkPicture(opened.series, signal, note)
      : checkVideo(opened.series, plan, signal, note));
    return { state, failure: null, ms: took() };
  } catch (error) {
    return { ...failureOf(medium, error, signal), state: last, ms: took() };
  } finally {
    opened?.series.close();
  }
}

/** @throws FrameError as `openFile`. */
export async function openMedium(medium: Medium, signal: AbortSignal): Promise<OpenedFile> {
  if (medium.kind === 'file') return openFile(medium.file, signal);
  return { medium: 'video', series: await openAddress(medium.url, signal) };
}

function failureOf(
  medium: Medium,
  error: unknown,
  signal: AbortSignal,
): { failure: UncheckedReason; codec?: string } {
  if (signal.aborted) return { failure: 'cancelled' };
  // The user reads the reason; whoever looks into a single file's trouble finds the rest here.
  console.warn(`FakeFilter: ${nameOf(medium)}:`, error);
  if (error instanceof UnsupportedCodec) return { failure: error.reason, codec: error.codec };
  if (error instanceof FrameError) return { failure: error.reason };
  // Pixels of a host that was not allowed, or that sends the player elsewhere.
  const refused = error instanceof DOMException && error.name === 'SecurityError';
  return { failure: refused ? 'mediaPermission' : 'engineLost' };
}
