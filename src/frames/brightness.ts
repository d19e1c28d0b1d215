/** Noticing that another scene began, cheaply: small pictures of brightness are compared. */

/** Mean brightness difference, 0…1, above which a new scene is assumed. A first choice, not measured. */
const CUT = 0.1;
/** The same where no face was seen: the first one may step into a picture that hardly changes. A first choice. */
const CUT_WITHOUT_FACE = 0.03;

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

/** Judged frames of a source that are remembered. */
const REMEMBERED = 32;

/** What the judged frames of one source look like. */
export class JudgedPictures {
  #pictures: Float32Array[] = [];

  get isEmpty(): boolean {
    return this.#pictures.length === 0;
  }

  add(brightness: Float32Array): void {
    this.#pictures = [...this.#pictures, brightness].slice(-REMEMBERED);
  }

  /** Whether a frame is like none that was judged: a video that is played again shows nothing new. @param faces whether one was seen so far. */
  isNewScene(brightness: Float32Array, faces: boolean): boolean {
    const limit = faces ? CUT : CUT_WITHOUT_FACE;
    return !this.isEmpty && this.#pictures.every((judged) => difference(judged, brightness) >= limit);
  }
}
