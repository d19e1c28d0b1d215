import { JudgedPictures } from '../frames/brightness.ts';

export { difference, luma } from '../frames/brightness.ts';

/** When to look for a new scene after a verdict. What a look costs decides how often: see docs/BADGE.md. */

export const SCENE_SIDE = 16;

/** Between two looks, in ms: soon enough to judge a new face within four seconds. */
const LOOK_EVERY_MS = 600;
/** Between two looks at a file in the engine's own player, each of which is a seek. */
const GLANCE_EVERY_MS = 1500;
/** How often a check is opened again for a new scene: at once, and once more in each of these times since the first verdict. */
const CUTS_AT_ONCE = 6;
const ANOTHER_CUT_MS = 30_000;

/** Decides when to look for a new scene and whether there is one. One for each source; knows no clock but the one given. */
export class SceneWatch {
  readonly #judged = new JudgedPictures();
  #restedFirst: number | null = null;
  #nextLook = 0;
  #cuts = 0;

  /** A frame that looks like this was judged. */
  judged(brightness: Float32Array): void {
    this.#judged.add(brightness);
  }

  /** A verdict was reached at this time (ms, any monotonic clock). */
  rest(now: number): void {
    this.#restedFirst ??= now;
    this.#nextLook = now + LOOK_EVERY_MS;
  }

  isDue(now: number): boolean {
    return now >= this.#nextLook && this.mayCut(now);
  }

  /** Whether the check may be opened for another scene at this time. */
  mayCut(now: number): boolean {
    return this.#cuts < CUTS_AT_ONCE + Math.floor((now - (this.#restedFirst ?? now)) / ANOTHER_CUT_MS);
  }

  /** The next look at a file in the engine's own player is put off. */
  glanced(now: number): void {
    this.#nextLook = now + GLANCE_EVERY_MS;
  }

  /** Another scene began. */
  cut(): void {
    this.#cuts++;
  }

  /**
   * Compares with the frames that were judged, so that what changes slowly is noticed, too, and what is shown again is not. Where none is known the
   * first look only remembers. @param faces whether a face was seen so far. @returns whether another scene began.
   */
  look(now: number, brightness: Float32Array, faces = true): boolean {
    this.#nextLook = now + LOOK_EVERY_MS;
    const isNew = this.#judged.isNewScene(brightness, faces);
    // If no frame of the new scene can be judged, it is not looked at again and again.
    if (isNew || this.#judged.isEmpty) this.#judged.add(brightness);
    if (isNew) this.cut();
    return isNew;
  }
}
