import { IS_FIREFOX } from './browser.ts';

/** Whether a frame that is made of its planes again is drawn as its player draws it, byte for byte: so in Chromium, not looked at in Firefox. */
export const PLANES_ARE_EXACT = !IS_FIREFOX;

/**
 * Makes a player's frames readable whose file lies on a host that the user allowed. In Chromium that is enough; Firefox wants
 * the file to be asked for as if its host had to agree, and then lets it pass.
 */
export function mayRead(video: HTMLVideoElement): void {
  if (IS_FIREFOX) video.crossOrigin = 'use-credentials';
}

/**
 * The media time of the frame that a player shows, in ms. Firefox gives its frames the player's time in whole seconds for microseconds.
 * @throws DOMException where there is no frame, or none that may be read.
 */
export function shownTimeMs(video: HTMLVideoElement): number {
  if (IS_FIREFOX) return video.currentTime * 1000;
  const frame = new VideoFrame(video);
  frame.close();
  return frame.timestamp / 1000;
}
