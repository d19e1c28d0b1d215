import { unpackPixels } from '../messages/pixels.ts';
import { send } from '../messages/send.ts';
import { after, sleep } from '../messages/timers.ts';
import type { UncheckedReason } from '../verdict/types.ts';
import { clippersOf, rectOf, visiblePartOf } from './clipping.ts';
import { isAbout, type Rect } from './rects.ts';

/** Browsers take at most two pictures of a tab a second. */
const BETWEEN_PICTURES_MS = 600;
/** Animation frames stop in hidden tabs; a picture of one would be refused anyway. */
const FRAME_TIMEOUT_MS = 250;
/** Layout rounds; a video that moved further, in CSS pixels, is not where the picture was cut. */
const STILL_WITHIN = 1;

/** `nothingYet`: the video moved, went out of sight or was changed for another meanwhile. */
type Photograph = ImageData | { reason: UncheckedReason } | 'nothingYet';

let lastPicture: Promise<unknown> = Promise.resolve();

/**
 * A picture of the part of a video that is on the screen, from the visible tab. One at a time in this frame.
 * @param hideBadges keeps our own badges from being painted meanwhile.
 */
export function captureVideo(
  video: HTMLVideoElement,
  hideBadges: () => Promise<() => void>,
): Promise<Photograph> {
  const picture = lastPicture.then(() => photograph(video, hideBadges));
  lastPicture = picture.then(pause, pause);
  return picture;
}

async function photograph(
  video: HTMLVideoElement,
  hideBadges: () => Promise<() => void>,
): Promise<Photograph> {
  if (isPinched()) return { reason: 'zoomed' };
  const showBadges = await hideBadges();
  try {
    // Hiding took its time, and so does the picture: what is cut out must be this video at both ends of it.
    const rect = shownPartOf(video);
    const source = video.currentSrc;
    if (!rect) return 'nothingYet';
    const answer = await send('background.capture', { rect, devicePixelRatio: window.devicePixelRatio });
    const now = shownPartOf(video);
    if (!now || !isAbout(now, rect, STILL_WITHIN) || video.currentSrc !== source) return 'nothingYet';
    if (isPinched()) return { reason: 'zoomed' };
    return answer.status === 'captured' ? unpackPixels(answer.pixels) : { reason: answer.reason };
  } finally {
    showBadges();
  }
}

function shownPartOf(video: HTMLVideoElement): Rect | null {
  return visiblePartOf(rectOf(video), clippersOf(video));
}

/** Zoomed in with two fingers: the picture then shows a part of the viewport, in which rectangles are measured. */
function isPinched(): boolean {
  return window.visualViewport !== null && window.visualViewport.scale !== 1;
}

function pause(): Promise<void> {
  return sleep(BETWEEN_PICTURES_MS);
}

/** Resolves after what was changed in the page has been painted: the second animation frame from now. */
export async function painted(): Promise<void> {
  await new Promise<void>((resolve) => whenPainting(() => whenPainting(resolve)));
}

/** Runs `work` once, with the next animation frame; a page that cancels it, or is behind others, only makes it later. */
export function whenPainting(work: () => void): void {
  let due = true;
  const once = (): void => {
    if (!due) return;
    due = false;
    callOff();
    work();
  };
  const callOff = after(FRAME_TIMEOUT_MS, once);
  requestAnimationFrame(once);
}
