/** Noticing that another scene began, cheaply: two 16×16 pictures of brightness are compared. */

export const SCENE_SIDE = 16;

/** Mean brightness difference, 0…1, above which a new scene is assumed. A first choice, not measured. */
const CUT = 0.1;

/** Time to the first look after a verdict and the longest between two, in ms; it doubles while nothing changes. */
const FIRST_LOOK_MS = 4000;
const LONGEST_WAIT_MS = 32_000;
/** Looks at one source; after them the verdict is left alone. */
const MAX_LOOKS = 40;
/** Times that a check is opened again for a new scene of one source. */
const MAX_CUTS = 6;

/** Brightness (Rec. 601 luma, 0…1) of RGBA pixels. */
export function luma(rgba: ArrayLike<number>): Float32Array {
  const out = new Float32Array(rgba.length / 4);
  for (let i = 0; i < out.length; i++) {
    const at = i * 4;
    out[i] = (0.299 * (rgba[at] ?? 0) + 0.587 * (rgba[at + 1] ?? 0) + 0.114 * (rgba[at + 2] ?? 0)) / 255;
  }
  return out;
}

/** Mean absolute difference, 0…1, of two brightness pictures of one size. */
export function difference(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs((a[i] ?? 0) - (b[i] ?? 0));
  return a.length === 0 ? 0 : sum / a.length;
}

/** Decides when to look for a new scene and whether there is one. One for each source; knows no clock but the one given. */
export class SceneWatch {
  #last: Float32Array | null = null;
  #nextLook = 0;
  #wait = FIRST_LOOK_MS;
  #looks = 0;
  #cuts = 0;

  /** A verdict was reached at this time (ms, any monotonic clock). */
  rest(now: number): void {
    this.#wait = FIRST_LOOK_MS;
    this.#nextLook = now + this.#wait;
  }

  isDue(now: number): boolean {
    return now >= this.#nextLook && this.#looks < MAX_LOOKS && this.#cuts < MAX_CUTS;
  }

  /** Compares with the last look. @returns whether another scene began since. */
  look(now: number, brightness: Float32Array): boolean {
    const last = this.#last;
    this.#last = brightness;
    this.#looks++;
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
    this.#nextLook = now + this.#wait;
    if (!last || difference(last, brightness) < CUT) return false;
    this.#cuts++;
    return true;
  }
}
