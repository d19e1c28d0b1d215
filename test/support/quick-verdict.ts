import { TUNABLES as PRODUCT } from '../../src/verdict/tunables.ts';

/**
 * The numbers of the verdict in the builds for browser tests: `vite.config.ts` puts this file in the place of `src/verdict/tunables.ts`.
 * A check takes half the frames: the others tell these tests nothing new, and each costs all pages that are open a piece of two cores.
 */
export const TUNABLES = {
  ...PRODUCT,
  framesWanted: PRODUCT.framesToDecide,
  // Longer than the clips without a face, which last four seconds: what is shown again is then no new scene.
  framesWithoutFace: 12,
  framesSeenLimit: 24,
} as const;
