import { pageTitle } from './dom.ts';

const MAX_LENGTH = 200;

/** Words by which a user tells this video from the others of the page: its own label or title, else the page's title. */
export function labelOf(video: HTMLVideoElement): string {
  const words = video.getAttribute('aria-label') ?? video.getAttribute('title') ?? pageTitle();
  return words.trim().slice(0, MAX_LENGTH);
}
