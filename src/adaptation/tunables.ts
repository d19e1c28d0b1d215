/** Every number of adaptation that was chosen, each with what chose it; the ablation is in docs/RESULTS.md. */

/** Weights of the terms of the loss (`objective.ts`). */
export const WEIGHTS = {
  source: 1,
  distillation: 0.5,
  blends: 0.3,
  domain: 0.3,
  trusted: 0.3,
} as const;

export const TRAINING = {
  steps: 200,
  /** Of Adam at the first step; see `schedule.ts`. */
  rate: 1e-3,
  /** The domain classifier learns faster than what it watches. */
  domainRate: 3e-3,
  /** Of each term. 56 faces a step keep every slice under 50 ms on WebAssembly. */
  batch: { source: 24, pairs: 8, site: 16 },
  /** As in the network's own training. */
  dropout: 0.2,
  /** Steps between two estimates of the site's share of manipulated faces. */
  rateEvery: 50,
  /** Steps between two checkpoints, from which a round goes on after the page or the browser ended. */
  checkpointEvery: 50,
} as const;

/** A round begins with no less than this: fewer would teach the network a few people, or one evening. */
export const NEEDED = { faces: 60, videos: 12, days: 2 } as const;
