import { BackendPreferenceSchema } from '../contracts/backend.ts';
import * as v from 'valibot';
import { BADGES, BADGE_SIZES, CORNERS, ENERGIES } from '../messages/schemas.ts';

/**
 * All settings. The defaults are the type; every property is repaired to its default if storage holds nonsense.
 * A new version gets a numbered migration in `migrations.ts`.
 */
export const SETTINGS_VERSION = 2;

export { CORNERS };
export type Corner = (typeof CORNERS)[number];
export type BadgeSize = (typeof BADGE_SIZES)[number];

export const SettingsSchema = v.object({
  corner: v.fallback(v.picklist(CORNERS), 'top-start'),
  /** May a video that the user asked for be read from a picture of the tab if there is no other way? */
  screenCapture: v.fallback(v.boolean(), true),
  /** `auto` takes the fastest backend that passes its self-test. */
  backend: v.fallback(BackendPreferenceSchema, 'auto'),
  /** Are the videos of the sites switched on checked by themselves? Off: only when asked. */
  automatic: v.fallback(v.boolean(), true),
  /** Which badges stand by themselves: all, or those that call for a look. */
  badges: v.fallback(v.picklist(BADGES), 'all'),
  badgeSize: v.fallback(v.picklist(BADGE_SIZES), 'medium'),
  /** How much of the computer checks by themselves may take. */
  energy: v.fallback(v.picklist(ENERGIES), 'full'),
  /** Is a record kept of each verdict? */
  history: v.fallback(v.boolean(), false),
});
export type Settings = v.InferOutput<typeof SettingsSchema>;

export const DEFAULT_SETTINGS: Settings = v.parse(SettingsSchema, {
  corner: 'top-start',
  screenCapture: true,
  backend: 'auto',
  automatic: true,
  badges: 'all',
  badgeSize: 'medium',
  energy: 'full',
  history: false,
});

/** What is remembered of a site, by origin (`https://example.com`). */
export const SiteSchema = v.object({
  /** The switch "check videos on this site". */
  check: v.fallback(v.boolean(), false),
  /** The switch "adapt to this site": its videos may be learned from. */
  adapt: v.fallback(v.boolean(), false),
});
export type Site = v.InferOutput<typeof SiteSchema>;
