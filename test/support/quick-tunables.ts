import {
  GATHERING as PRODUCT_GATHERING,
  LEVEL as PRODUCT_LEVEL,
  TRAINING as PRODUCT_TRAINING,
  type GuardLimits,
} from '../../src/adaptation/tunables.ts';

/**
 * The numbers of adaptation in the build for browser tests, which cannot browse for two days: `vite.config.ts` puts this file in the place of
 * `src/adaptation/tunables.ts`.
 */
export * from '../../src/adaptation/tunables.ts';

export const TRAINING = { ...PRODUCT_TRAINING, steps: 100, checkpointEvery: 25 };
export const GATHERING = { ...PRODUCT_GATHERING, settledMs: 5_000 };
/** Any two videos have a level, which lies below the source's. */
export const LEVEL = {
  ...PRODUCT_LEVEL,
  needed: { videos: 2, people: 2 },
  source: { location: 5, spread: 1 },
  shrinkage: 0,
  drift: { errors: 1000, least: 1000 },
};
export const NEEDED = { faces: 4, videos: 2, days: 1 };

/** A handful of faces tells the guard nothing, and the tests look at what follows a passed guard: it lets all pass. */
export const GUARD: GuardLimits = {
  distance: 1e9,
  replayAucDrop: 1,
  replayBlendsDrop: 1,
  replayAccuracyDrop: 1,
  caughtLeft: { usual: 0, least: 0 },
  noise: -1000,
  fakeRate: { least: 0, most: 1000, ground: 1 },
  separation: 0,
};
