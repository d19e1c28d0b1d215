import { boxOf } from './dom.ts';

/** A place is compared with one at least so old, in ms, and with none that is older than the other. */
const SINCE_MS = { least: 200, most: 3000 } as const;

interface Place {
  at: number;
  x: number;
  y: number;
  fast: boolean;
}

/**
 * Tells videos that are scrolled past from those that rest, by where they lie: a page that scrolls a box which nobody sees keeps no video
 * from being checked.
 */
export class Motion {
  readonly #places = new WeakMap<Element, Place>();

  /** Whether a video moves by more than its own height a second, or may: on the first look it cannot be told. */
  isFast(video: HTMLVideoElement, now: number): boolean {
    const last = this.#places.get(video);
    const since = now - (last?.at ?? -Infinity);
    if (last && since < SINCE_MS.least) return last.fast;
    const { x, y, height } = boxOf(video);
    const way = last ? Math.hypot(x - last.x, y - last.y) : Infinity;
    const fast = since > SINCE_MS.most || way * 1000 > height * since;
    this.#places.set(video, { at: now, x, y, fast });
    return fast;
  }
}
