import type { Round } from '../contracts/round.ts';

/** What adaptation keeps and tells: samples of a site and versions of the network for it. */

/**
 * One face of a site. No picture: values at the cut (see `cut.ts`), quantised, each `uint8` of the cut's length.
 * They can be inverted to a rough likeness (docs/PRIVACY.md), so they are encrypted where they are stored.
 */
export interface Sample {
  /** Drawn at random. */
  id: string;
  /** Names the video it was seen in, drawn at random for every source; never an address. */
  video: string;
  /** ms since 1970. */
  takenAt: number;
  /** The user said of this video: "I trust it". */
  trusted: boolean;
  /** Of the crop as it was judged. */
  face: Uint8Array;
}

/** The trainable part of the network as it is for one site. */
export interface Version {
  /** 1, 2, 3… of the site; 0 stands for the network as it was installed. */
  number: number;
  /** ms since 1970. */
  createdAt: number;
  /** Of the network and the ranges that it belongs to (`basis.ts`); versions of another one are dropped. */
  basis: string;
  /** All trainable weights, one after the other in the order of `weights.ts`. */
  weights: Float32Array;
}

/** What a round tells of its training where there was none. */
export const NOTHING_TRAINED = {
  steps: 0,
  interpolation: null,
  fakeRate: null,
  resemblance: null,
  distance: null,
  figure: null,
} as const satisfies Partial<Round>;
