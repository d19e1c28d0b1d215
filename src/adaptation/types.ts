/** What adaptation keeps and tells: samples of a site, rounds of training, versions of the network for the site. */

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
  /** Pooled feature of the base network, `[units]`: what tells redundant samples. */
  feature: Float32Array;
  /** Of the crop as it was judged. */
  face: Uint8Array;
  /** Of the crop, re-encoded as its blends were. */
  base: Uint8Array;
  /** Of self-blends of the crop, each re-encoded as `base` was. */
  blends: Uint8Array[];
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

/** One thing that the guard looked at. */
export interface Check {
  /** Stable name, such as `replayAuc`; the words are the popup's. */
  name: CheckName;
  passed: boolean;
  /** Of the network in use and of the new one; null where it does not apply. */
  before: number | null;
  after: number | null;
  /** What `after`, or the difference, was held against. */
  limit: number;
}

export const CHECK_NAMES = [
  'resemblance', // the site is of the source's kind, so that what is measured on source faces holds there
  'replayAuc', // held-out source faces are told apart as well as before
  'replayAccuracy', // and as many are called right
  'replayCaught', // and no fewer of the manipulated ones under the site's look are caught
  'replayBlends', // held-out self-blends of source faces are told from their bases as well as before
  'targetAuc', // self-blends of the site, none of them trained on, are told from their bases as well as before
  'targetGain', // and better by more than noise
  'trustedFalseAlarms', // trusted videos are not called manipulated more often
  'fakeRate', // the share called manipulated has not left what is plausible
  'collapse', // features of the two classes are as far apart as before
  'finite', // every weight is a number
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

/** A point of the figure: the plane's coordinates, -1…1. */
export type PlanePoint = [x: number, y: number];

/** Features in two dimensions, as in the paper's figure: the first two principal components of each panel. */
export interface FeatureFigure {
  before: Panel;
  after: Panel;
}

interface Panel {
  sourceGenuine: PlanePoint[];
  sourceManipulated: PlanePoint[];
  site: PlanePoint[];
}

/** How one round ended. `stopped`: by the user, the switch or a closing browser; nothing was changed. */
type RoundOutcome = 'committed' | 'refused' | 'stopped' | 'failed';

/** Whether damage is all that sets a site's faces apart from the source's (`resemblance.ts`). */
export interface Resemblance {
  /**
   * How far the site's mean face lies from source faces shown under the site's damage, squared, in parts of how far means of the source's own
   * faces under damage lie: about 1 for a site of the source's kind.
   */
  distance: number;
  /** Whether that is little enough for the source's labels to be learned. */
  alike: boolean;
  /** Share of manipulated faces, 0…1, that brings the means closest; of a site of the source's kind an estimate of its share. */
  fakeRate: number;
}

export interface Round {
  /** ms since 1970. */
  at: number;
  outcome: RoundOutcome;
  /** Empty unless the guard ran. */
  checks: Check[];
  /** Why it failed or was stopped; empty otherwise. */
  detail: string;
  /** The version it made; null if none. */
  version: number | null;
  steps: number;
  /**
   * Where the version that the checks are of lies between the network as it was installed, 0, and what was trained, 1: less than 1 if the
   * guard refused all of it, but not this much; null if nothing was trained, and of rounds before there was a choice.
   */
  interpolation: number | null;
  seconds: number;
  /** Estimated share of manipulated faces on the site, within its cap; null if not estimated. */
  fakeRate: number | null;
  resemblance: Resemblance | null;
  /** Proxy A-distance of source and site, 0 mixed … 2 separate; null if not measured. */
  distance: { before: number; after: number } | null;
  figure: FeatureFigure | null;
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
