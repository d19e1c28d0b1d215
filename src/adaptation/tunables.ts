/** Every number of adaptation that was chosen, each with what chose it; the ablation is in docs/RESULTS.md. */

/** Set by the build of the browser tests alone, which cannot browse for two days and wait for little else. */
declare const FAKEFILTER_QUICK_LEARNING: boolean | undefined;
const quick = typeof FAKEFILTER_QUICK_LEARNING !== 'undefined' && FAKEFILTER_QUICK_LEARNING;

/** Weights of the terms of the loss (`objective.ts`). */
export const WEIGHTS = {
  /** Of labels. */
  source: 1,
  /** Of the order of labelled faces as the site would show them. Without it validation faces gained +0.050 instead of +0.053. */
  ranking: 0.25,
  /**
   * Of what the network as it was installed says of the same face as it is. On validation faces under five damages 1 gained a tenth less before there
   * were versions in part; with 0.25 four of five go live in part alone, at no more gain.
   */
  distillation: 0.5,
  blends: 0,
  domain: 0.03,
  /**
   * Faces of trusted videos as genuine. With 0.3, somebody who marked manipulated videos as trusted could lower all scores of a site until none was
   * caught, and the guard let one such round in three pass: no source face is like the site's. Trusted videos are the guard's alone.
   */
  trusted: 0,
} as const;

export const TRAINING = {
  /**
   * With the rate chosen on validation faces, when the memory held no blends: mean gain on three damages +0.024 (200 steps at 1e-3), 0.031 (200 at 3e-3), 0.035 (400 at 2e-3),
   * 0.037 (400 at 3e-3), 0.036 (600 at 3e-3), 0.031 (200 at 6e-3). Since the rate lands at nothing, 300 are worth 400, and held-out blends lose less.
   */
  steps: quick ? 200 : 300,
  /** Of Adam at the first step; see `schedule.ts`. */
  rate: 3e-3,
  /** The same, of the domain classifier. */
  domainRate: 3e-3,
  /**
   * Of each term; pairs are of two faces. In slices of at most 16 faces, which keep under 50 ms on WebAssembly. With half of the shown faces and of those as they are, validation
   * faces gained +0.041 instead of +0.053; without any as they are the source was lost.
   */
  batch: { shown: 64, asTheyAre: 16, sourcePairs: 8, pairsAsTheyAre: 8, pairs: 8, site: 16 },
  /** Steps between two estimates of the site's share of manipulated faces. */
  rateEvery: 50,
  /** Steps between two checkpoints, from which a round goes on after the page or the browser ended. */
  checkpointEvery: quick ? 50 : 100,
} as const;

/** A video is still being judged until nothing of it was seen for so long, in ms; it is never learned from before. */
export const SETTLED_MS = quick ? 5_000 : 15_000;

/** A round begins with no less than this: fewer would teach the network a few people, or one evening. */
export const NEEDED = quick ? { faces: 4, videos: 2, days: 1 } : { faces: 60, videos: 12, days: 2 };

/**
 * Up to this distance (`resemblance.ts`) a site counts as of the source's kind; else nothing is learned there. On validation faces of the source, as they are and under
 * fifteen damages, none to all of them manipulated: 0.1 to 1.8 with 168 faces of the site and 0.3 to 3.1 with the least there may be; genuine faces of another collection
 * (UTKFace), as they are and under five: 5.2 to 13.8.
 */
export const RESEMBLANCE = 4;

interface Limits {
  distance: number;
  replayAucDrop: number;
  replayBlendsDrop: number;
  replayAccuracyDrop: number;
  caughtLeft: { usual: number; least: number };
  siteAucDrop: number;
  noise: number;
  fakeRate: { least: number; most: number; ground: number };
  separation: number;
}

/** How much worse a new version may look before it is refused (`guard.ts`). */
const STRICT: Limits = {
  /** Of the site: on one of another kind a gain that is measured on source faces says nothing. */
  distance: RESEMBLANCE,
  /** Of AUC on held-out source faces: what the bar on harm allows. */
  replayAucDrop: 0.005,
  /**
   * Of AUC on held-out self-blends of source faces: what was learned of methods that nobody labelled. Trained without them, versions lost 0.016 and more here, were better
   * on DFDC and 0.04 worse on FaceForensics++, and nothing else told. What of a good version loses more goes live in part.
   */
  replayBlendsDrop: 0.005,
  /** Of balanced accuracy at the threshold on single faces. */
  replayAccuracyDrop: 0.02,
  /**
   * Share of the held-out manipulated source faces caught that must still be as the site would show them: of those caught before under that
   * look, or as they are, whichever were fewer. The least of them only if with as many false alarms more are caught than before: a look under which little can be told
   * lets a network that knows it accuse fewer, rightly. On blurred validation faces a quarter to two thirds of those caught were left by all of what was trained.
   */
  caughtLeft: { usual: 0.7, least: 0.4 },
  /** Of AUC of the site's self-blends against their bases. */
  siteAucDrop: 0.03,
  /** Standard errors by which the gain must lie above none. */
  noise: 1.64,
  /** Factors between which the share of the site's faces called manipulated may change, over a ground below which it is noise. */
  fakeRate: { least: 0.2, most: 3, ground: 0.02 },
  /**
   * Of the distance between the classes, in spreads of the features, that must be left. Training well moves it by a quarter either way while
   * the order of scores gets better; a network that falls together loses nearly all.
   */
  separation: 0.5,
};

/** A handful of faces tells the guard nothing, so the browser tests, which look at what follows a passed guard, let all pass. */
const LENIENT: Limits = {
  distance: 1e9,
  replayAucDrop: 1,
  replayBlendsDrop: 1,
  replayAccuracyDrop: 1,
  caughtLeft: { usual: 0, least: 0 },
  siteAucDrop: 1,
  noise: -1000,
  fakeRate: { least: 0, most: 1000, ground: 1 },
  separation: 0,
};

export const GUARD = quick ? LENIENT : STRICT;

/**
 * Parts of the way from the network as it was installed to what was trained that are tried in turn where all of it is refused. On validation faces
 * under five damages 32 of 80 rounds were; 26 of these passed at the first part and 2 at the second, all better than before.
 */
export const INTERPOLATIONS = [0.75, 0.5] as const;
/** Share of a site's videos that the guard keeps for itself. */
export const HELD_VIDEOS = 0.25;
/** Points of each kind in the figure. */
export const FIGURE_POINTS = 150;
