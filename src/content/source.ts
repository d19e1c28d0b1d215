import type { UncheckedReason } from '../verdict/types.ts';
import { listenToPlayer } from './dom.ts';

/** One source of one video element: from a `loadstart` or `emptied` to the next. */
export class Source {
  /** An `encrypted` event was seen: the file says that it is protected. */
  encrypted = false;
  /** A small picture of it, `data:image/…`; empty until a frame was taken. */
  poster = '';
  /** Frames in a row that were black or empty. */
  emptyFrames = 0;
  /** Whether the engine may open the file; null until asked. */
  access: { granted: boolean; host: string } | null = null;
  /** Why the engine's own player could not open the file, so that only a picture of the screen is left; null if it could. */
  ownPlayerFailure: UncheckedReason | null = null;
  readonly #file: string;
  readonly #stream: MediaProvider | null;

  /** @param player what plays it now. */
  constructor({ currentSrc, srcObject }: Playing) {
    this.#file = currentSrc;
    this.#stream = srcObject;
  }

  /** Whether an element still plays it, as far as the element says. */
  isIn({ currentSrc, srcObject }: Playing): boolean {
    return this.#file === currentSrc && this.#stream === srcObject;
  }

  /**
   * For a check of the same file from nothing: what it says of itself remains, what failed may go well now.
   * @param forgotten no picture of it may remain either.
   */
  anew(forgotten = false): Source {
    const source = new Source({ currentSrc: this.#file, srcObject: this.#stream });
    source.encrypted = this.encrypted;
    if (!forgotten) source.poster = this.poster;
    return source;
  }
}

/** What a player plays, as far as an element says. */
type Playing = Pick<HTMLVideoElement, 'currentSrc' | 'srcObject'>;

/**
 * Calls `begun` whenever the element turns to another source. Changing it fires `emptied` and then `loadstart`, sometimes
 * far apart; both belong to one change.
 */
export function watchSource(video: HTMLVideoElement, signal: AbortSignal, begun: () => void): void {
  let emptied = false;
  listenToPlayer(
    video,
    'emptied',
    () => {
      emptied = true;
      begun();
    },
    { signal },
  );
  listenToPlayer(
    video,
    'loadstart',
    () => {
      if (!emptied) begun();
      emptied = false;
    },
    { signal },
  );
}
