/** A seeded generator of random numbers (sfc32 of Chris Doty-Humphrey's PractRand), so that every draw can be repeated. */
export class Random {
  #a = 0;
  #b: number;
  #c: number;
  #counter = 1;
  /** Box and Muller's method makes two at a time. */
  #spare: number | null = null;

  /** @param seed a whole number; its lower 53 bits count. */
  constructor(seed: number) {
    this.#b = Math.floor(seed / 2 ** 32) | 0;
    this.#c = seed | 0;
    // The first outputs of similar seeds are similar.
    for (let i = 0; i < 12; i++) this.#next();
  }

  /** A whole number, 0…2³²-1. */
  #next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum >>> 0;
  }

  /** low ≤ number < high. */
  uniform(low: number, high: number): number {
    return low + (high - low) * (this.#next() / 2 ** 32);
  }

  /** A normally distributed number of mean 0. */
  normal(sigma: number): number {
    if (this.#spare !== null) {
      const spare = this.#spare;
      this.#spare = null;
      return spare * sigma;
    }
    const radius = Math.sqrt(-2 * Math.log((this.#next() + 1) / 2 ** 32));
    const angle = this.uniform(0, 2 * Math.PI);
    this.#spare = radius * Math.sin(angle);
    return radius * Math.cos(angle) * sigma;
  }

  /** A whole number, low ≤ number < high. */
  int(low: number, high: number): number {
    return Math.floor(this.uniform(low, high));
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.uniform(0, 1) < probability;
  }

  /**
   * @param weights of the list's entries, any sum; alike if left out.
   * @throws RangeError if the list is empty or no weight is positive.
   */
  choice<T>(list: readonly T[], weights: readonly number[] = list.map(() => 1)): T {
    let left = this.uniform(
      0,
      weights.reduce((sum, weight) => sum + weight, 0),
    );
    let chosen: { entry: T } | null = null;
    for (const [i, entry] of list.entries()) {
      const weight = weights[i] ?? 0;
      if (weight > 0) chosen = { entry };
      left -= weight;
      if (left < 0) break;
    }
    if (chosen) return chosen.entry;
    throw new RangeError(`Nothing to choose from ${list.length} entries with weights ${weights.join(', ')}`);
  }
}
