import type { Ranges } from '../../adaptation/quantise.ts';
import type { AdaptationStore } from '../../adaptation/store.ts';
import { topOf } from '../../adaptation/site-network.ts';
import type { Top } from '../../detector/cut.ts';

/** A version of the network for a site, ready to judge. */
export interface SiteTop {
  /** 1, 2, 3… */
  number: number;
  top: Top;
  weights: Float32Array;
}

/** The versions in use, read once each. */
export class SiteVersions {
  readonly #tops = new Map<string, Promise<SiteTop | null>>();

  /**
   * @param read the store, the ranges of the replay memory and the basis; asked only for sites not yet known.
   * @returns null for the original.
   */
  get(
    origin: string,
    read: () => Promise<{ store: AdaptationStore; ranges: Ranges; basis: string }>,
  ): Promise<SiteTop | null> {
    const known = this.#tops.get(origin);
    if (known) return known;
    const reading = read().then(async ({ store, ranges, basis }) => {
      const version = await store.active(origin, basis);
      if (!version) return null;
      return {
        number: version.number,
        top: topOf(version.weights, ranges),
        weights: version.weights,
      };
    });
    this.#tops.set(origin, reading);
    // A failure is told to those who wait for it; the next one tries again.
    reading.catch(() => this.#tops.delete(origin));
    return reading;
  }

  /** The version of a site changed; of all with null. */
  forget(origin: string | null): void {
    if (origin === null) this.#tops.clear();
    else this.#tops.delete(origin);
  }
}
