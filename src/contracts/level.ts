import * as v from 'valibot';
import { count, finite } from './numbers.ts';

/** Shifts of the two thresholds for one site, in log-odds; both 0 where the site needs none. */
export const LevelSchema = v.object({
  manipulated: finite,
  noSign: finite,
  /** Where the site's genuine videos are thought to lie. */
  location: finite,
  /** Scores that it was told from, each of another face. */
  people: count,
});
export type Level = v.InferOutput<typeof LevelSchema>;
