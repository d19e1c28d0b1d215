/**
 * The pace of the build for browser tests, most of whose time would else be spent waiting for the next frame: `vite.config.ts` puts this file
 * in the place of `src/content/pace.ts`.
 */
export const BETWEEN_FRAMES_MS = 400;
export const BETWEEN_HURRIED_FRAMES_MS = 400;
export const AGAIN_AFTER_S = 10;
