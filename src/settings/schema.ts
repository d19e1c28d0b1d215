import * as v from 'valibot';
import { BACKENDS } from '../verdict/types.ts';

/**
 * All settings. The defaults are the type; every property is repaired to its default if storage holds nonsense.
 * A new version gets a numbered migration in `migrations.ts`.
 */
export const SETTINGS_VERSION = 1;

/** Corner of the video in which the badge sits; logical, so it mirrors in right-to-left pages. */
export const CORNERS = ['top-start', 'top-end', 'bottom-start', 'bottom-end'] as const;
export type Corner = (typeof CORNERS)[number];

export const SettingsSchema = v.object({
  /** `calibrated`: ours (see docs/ARCHITECTURE.md); `majority`: the paper's rule, over 50 % of the frames. */
  aggregation: v.fallback(v.picklist(['calibrated', 'majority']), 'calibrated'),
  corner: v.fallback(v.picklist(CORNERS), 'top-start'),
  /** May a video that the user asked for be read from a picture of the tab if there is no other way? */
  screenCapture: v.fallback(v.boolean(), true),
  /** `auto` takes the fastest backend that passes its self-test. */
  backend: v.fallback(v.picklist(['auto', ...BACKENDS]), 'auto'),
});
export type Settings = v.InferOutput<typeof SettingsSchema>;

export const DEFAULT_SETTINGS: Settings = v.parse(SettingsSchema, {
  aggregation: 'calibrated',
  corner: 'top-start',
  screenCapture: true,
  backend: 'auto',
});

/** What is remembered of a site, by origin (`https://example.com`). */
export const SiteSchema = v.object({
  /** The switch "check videos on this site". */
  check: v.fallback(v.boolean(), false),
  /** The switch "adapt to this site": its videos may be learned from. */
  adapt: v.fallback(v.boolean(), false),
});
export type Site = v.InferOutput<typeof SiteSchema>;
