import { unpackPixels } from '../messages/pixels.ts';
import { send } from '../messages/send.ts';
import type { UncheckedReason } from '../verdict/types.ts';
import { clippersOf, rectOf, visiblePartOf } from './clipping.ts';

/** Browsers take at most two pictures of a tab a second. */
const BETWEEN_PICTURES_MS = 600;
/** Animation frames stop in hidden tabs; a picture of one would be refused anyway. */
const FRAME_TIMEOUT_MS = 500;

let lastPicture: Promise<unknown> = Promise.resolve();

/**
 * A picture of the part of a video that is on the screen, from the visible tab. One at a time in this frame.
 * @param hideBadges takes our own badges off the page meanwhile.
 */
export function photographVideo(
  video: HTMLVideoElement,
  hideBadges: () => Promise<() => void>,
): Promise<ImageData | { reason: UncheckedReason }> {
  const picture = lastPicture.then(() => photograph(video, hideBadges));
  lastPicture = picture.then(pause, pause);
  return picture;
}

async function photograph(
  video: HTMLVideoElement,
  hideBadges: () => Promise<() => void>,
): Promise<ImageData | { reason: UncheckedReason }> {
  const rect = visiblePartOf(rectOf(video), clippersOf(video));
  if (!rect) return { reason: 'hidden' };
  const showBadges = await hideBadges();
  try {
    const answer = await send('background.capture', { rect, devicePixelRatio: window.devicePixelRatio });
    return answer.status === 'captured' ? unpackPixels(answer.pixels) : { reason: answer.reason };
  } finally {
    showBadges();
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, BETWEEN_PICTURES_MS));
}

/** Resolves after what was changed in the page has been painted: the second animation frame from now. */
export async function painted(): Promise<void> {
  const twoFrames = new Promise<void>((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  });
  await Promise.race([twoFrames, new Promise<void>((resolve) => setTimeout(resolve, FRAME_TIMEOUT_MS))]);
}
