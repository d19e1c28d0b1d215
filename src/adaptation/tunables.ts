/**
 * Every number of adaptation that was chosen, each with what chose it; the ablation is in docs/results/adaptation.md. The build for browser tests takes some of
 * them from `test/support/quick-tunables.ts` instead. Steps of solvers stay with their solver.
 */

const SECOND_MS = 1000;
const HOUR_MS = 3600 * SECOND_MS;
export const DAY_MS = 24 * HOUR_MS;
const MB = 2 ** 20;

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
  domain: 0.03,
} as const;

export const TRAINING = {
  /**
   * With the rate chosen on validation faces, when the memory held no blends: mean gain on three damages +0.024 (200 steps at 1e-3), 0.031 (200 at 3e-3), 0.035 (400 at 2e-3),
   * 0.037 (400 at 3e-3), 0.036 (600 at 3e-3), 0.031 (200 at 6e-3). Since the rate lands at nothing, 300 are worth 400, and held-out blends lose less.
   */
  steps: 300,
  /** Of Adam at the first step; see `schedule.ts`. */
  rate: 3e-3,
  /** The same, of the domain classifier. */
  domainRate: 3e-3,
  /**
   * Of each term; pairs are of two faces. In slices of at most 16 faces, which keep under 50 ms on WebAssembly. With half of the shown faces and of those as they are, validation
   * faces gained +0.041 instead of +0.053; without any as they are the source was lost.
   */
  batch: { shown: 64, asTheyAre: 16, sourcePairs: 8, pairsAsTheyAre: 8, site: 16 },
  /** Slices that the source faces of a step are trained in. */
  sourceParts: 8,
  /** Steps between two estimates of the site's share of manipulated faces. */
  rateEvery: 50,
  /** Faces of each kind that the share is estimated on. */
  rateFaces: 32,
  /** Steps between two checkpoints, from which a round goes on after the page or the browser ended. */
  checkpointEvery: 100,
  /** Faces that are scored in one slice. */
  scored: 16,
} as const;

/** The estimate of a site's share of manipulated faces (`label-shift.ts`). */
export const FAKE_RATE = {
  /** Below, source fakes would be left out for good. */
  least: 0.02,
  /** Above, the site would not be one to learn from. */
  most: 0.5,
  /** Of each new estimate's former value. */
  kept: 0.5,
} as const;

/** Everything that bounds what is kept of a site (`reservoir.ts`). */
export const LIMITS = {
  /** On disk for one site in all: samples and versions of the network. */
  siteBytes: 20 * MB,
  /** Of these, for samples; less where the versions leave less. */
  sampleBytes: 16 * MB,
  /** Faces of a site. At under 2 kB a face this is reached at 1 MB, long before `sampleBytes`. */
  faces: 600,
  /** Faces of one video: 8 frames of one head say nearly what 80 do, and many heads are wanted. */
  facesPerVideo: 8,
  /** A sample is deleted so long after it was taken, in ms. */
  expiryMs: 30 * DAY_MS,
  /**
   * Two faces of one video whose bytes at the cut have a higher cosine similarity are the same picture for training. Of the clips for tests, frames of one
   * photograph under a slow move have 0.98 to 1, two people in one picture 0.8. The network's last feature cannot tell: it has 0.97 to 1 for both.
   */
  nearDuplicate: 0.98,
  /** Trusted samples can be displaced by others only while they hold more than this share of faces or bytes. */
  trustedShare: 0.5,
  /** Versions of the network that are kept of a site, besides the original. */
  versions: 3,
  /** Rounds that are written down of a site. */
  rounds: 20,
  /** Videos of a site that the user marked: the newest. */
  marks: 50,
} as const;

/** What waits in memory until its video is done. */
export const GATHERING = {
  /** A video is still being judged until nothing of it was seen for so long, in ms; it is never learned from before. */
  settledMs: 15 * SECOND_MS,
  /** Faces of one video. */
  facesPerVideo: LIMITS.facesPerVideo,
  /** Of all videos together: 48 kB each. */
  faces: 64,
  /** Videos that can still be marked as trusted: those seen last. */
  videos: 200,
  /** Frames of one video closer in time than this show the same, in ms of media time. */
  apartMs: 1500,
  /** Smaller faces are mostly the detector's upscaling, in native px. */
  smallestSide: 64,
} as const;

/** A round begins with no less than this: fewer would teach the network a few people, or one evening. */
export const NEEDED = { faces: 60, videos: 12, days: 2 };

/** When a round begins by itself. */
export const SCHEDULE = {
  /** The engine must have had nothing to do for so long, in ms. */
  idleMs: 5 * SECOND_MS,
  /**
   * After a round that ended, or that the user ended, in ms: a day's browsing changes what is known of a site, an hour's hardly. Twice as long after each further one in
   * a row that the guard refused.
   */
  pauseMs: 20 * HOUR_MS,
  longestPauseMs: 14 * DAY_MS,
  /** After a failure, twice as long after each further one: what fails at its end (a full disk) costs a whole training each time. */
  failurePauseMs: HOUR_MS,
  longestFailurePauseMs: 4 * HOUR_MS,
  /** Faces that are new since the last round that was judged, without which it would be the same again. */
  newFaces: 20,
  /** Below this share of its charge a battery is spared; 0…1. */
  batteryLow: 0.3,
} as const;

/** What waits for storage or for work under way, in ms. */
export const PATIENCE = {
  /** Whoever judges does not wait longer for a version: storage may be slow. */
  versionMs: 10 * SECOND_MS,
  /** A network that has not looked at one face after so long never will. */
  cutMs: 120 * SECOND_MS,
  /** The engine's start, which has a limit of its own, and four files. */
  memoryMs: 300 * SECOND_MS,
  /** A round or a storing under way is waited for so long before what it works on is deleted. */
  endOfWorkMs: 10 * SECOND_MS,
  /** How often it is looked whether the engine is free again while a round waits. */
  lookAgainMs: 50,
} as const;

/**
 * Up to this distance (`resemblance.ts`) a site counts as of the source's kind; else nothing is learned there. On validation faces of the source, as they are and under
 * fifteen damages, none to all of them manipulated: 0.1 to 1.8 with 168 faces of the site and 0.3 to 3.1 with the least there may be; genuine faces of another collection
 * (UTKFace), as they are and under five: 5.2 to 13.8.
 */
export const RESEMBLANCE = 4;

/** See {@link GUARD}. */
export interface GuardLimits {
  distance: number;
  replayAucDrop: number;
  replayBlendsDrop: number;
  replayAccuracyDrop: number;
  caughtLeft: { usual: number; least: number };
  noise: number;
  fakeRate: { least: number; most: number; ground: number };
  separation: number;
}

/** How much worse a new version may look before it is refused (`guard.ts`). */
export const GUARD: GuardLimits = {
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

/**
 * Parts of the way from the network as it was installed to what was trained that are tried in turn where all of it is refused: most rounds that fail
 * the guard as a whole pass at the first of them (docs/results/adaptation.md).
 */
export const INTERPOLATIONS = [0.75, 0.5] as const;
/** Share of a site's videos that the guard keeps for itself. */
export const HELD_VIDEOS = 0.25;
/** Points of each kind in the figure. */
export const FIGURE_POINTS = 150;
/** Source faces of each class that a site is compared with. */
export const COMPARED = 225;

/** The level of a site's scores (`level/level.ts`). All scores, thresholds and shifts are log-odds. */
export const LEVEL = {
  /** Nothing is said from fewer. */
  needed: { videos: 12, people: 8 },
  sketchSeed: 20261130,
  /**
   * Up to this share of differing bits two faces count as one clip seen twice. Of 360 DFDC faces, mirrored or encoded again they differ in 0.03 to 0.35 (median 0.17);
   * of pairs of different ones 1 in 100 differs in less than 0.22 and 1 in 20 in less than 0.28.
   */
  alike: 0.25,
  /** Genuine faces of the source: videos of the validation part. Their tail is what the shipped threshold was set by. */
  source: { location: -1.2, spread: 1.38 },
  /** A site's location and spread weigh as their number of people against this many of the source's. */
  shrinkage: 8,
  /** Of the site's genuine videos: the share that may lie above the threshold, and the lower one that it is lowered for. */
  falseAlarms: { raise: 0.02, lower: 0.005 },
  /**
   * Share of manipulated videos that is reckoned with at most, and what of them the shipped threshold is taken to catch. Where more than `above` of a site's people are called
   * manipulated, nothing is raised: a flood of fakes must not silence the detector. In the middle between the most of the simulated sites with a fifth manipulated (15 %)
   * and the least of those with nothing else (31 %).
   */
  manipulated: { most: 0.2, caught: 0.4, above: 0.23 },
  /**
   * A site's scores must run lower than the source's by more than this before less is cleared there. Of sites drawn from DFDC validation faces (12 to 300 videos, none to
   * half of them manipulated) it then happens to fewer than 1 in 100 of each kind; with 0.4 to 1 in 25, with 0.3 to 1 in 6.
   */
  lowerSlack: 0.5,
  /**
   * What the user said of videos. At most this share of people is left out as fakes. From this many fakes on less is cleared, so that this share of them,
   * counted from below, at most still is. First choices.
   */
  marks: { share: 0.2, fakes: 3, cleared: 0.25 },
  /** How far a threshold may be moved. */
  bound: { up: 1.5, down: 1 },
  /** Less than this is not worth telling. */
  least: 0.1,
  /** Standard errors, and log-odds, by which older and newer scores may differ; a level that drifts further is not used. */
  drift: { errors: 3, least: 1 },
  /** Scores that are kept of a site: the newest. */
  scores: 300,
} as const;
