/** Digits that are kept of a mean: what is drawn needs no more, and it is sent and stored as text. */
const SCALE = 1000;

/** The mean of masks of one face, however many frames there are. */
export class MeanMask {
  #sum: Float64Array | null = null;
  #count = 0;

  /** @param mask 0…1, as long as those before it; one of another length is of another detector and starts anew. */
  add(mask: ArrayLike<number>): void {
    if (this.#sum?.length !== mask.length) {
      this.#sum = new Float64Array(mask.length);
      this.#count = 0;
    }
    for (let i = 0; i < mask.length; i++) this.#sum[i] = (this.#sum[i] ?? 0) + (mask[i] ?? 0);
    this.#count++;
  }

  /** Rounded to three digits; undefined before the first. */
  mean(): number[] | undefined {
    if (!this.#sum) return undefined;
    return Array.from(this.#sum, (sum) => Math.round((sum / this.#count) * SCALE) / SCALE);
  }
}
