import type { UncheckedReason } from '../verdict/types.ts';

/** One source of one video element: from a `loadstart` or `emptied` to the next. */
export class Source {
  /** An `encrypted` event was seen: the file says that it is protected. */
  encrypted = false;
  /** Frames in a row that were black or empty. */
  emptyFrames = 0;
  /** Whether the engine may open the file; null until asked. */
  access: { granted: boolean; host: string } | null = null;
  /** Why the engine's own player could not open the file, so that only a picture of the screen is left; null if it could. */
  ownPlayerFailure: UncheckedReason | null = null;

  /** For a check of the same file from nothing: what it says of itself remains, what failed may go well now. */
  anew(): Source {
    const source = new Source();
    source.encrypted = this.encrypted;
    return source;
  }
}

/**
 * Calls `begun` whenever the element turns to another source. Changing it fires `emptied` and then `loadstart`, sometimes
 * far apart; both belong to one change.
 */
export function watchSource(video: HTMLVideoElement, signal: AbortSignal, begun: () => void): void {
  let emptied = false;
  video.addEventListener(
    'emptied',
    () => {
      emptied = true;
      begun();
    },
    { signal },
  );
  video.addEventListener(
    'loadstart',
    () => {
      if (!emptied) begun();
      emptied = false;
    },
    { signal },
  );
}
