import { hostOf, matchPattern } from '../../settings/origins.ts';
import type { Site } from '../../settings/schema.ts';

/** A line of the list of sites. */
export interface SiteRow {
  /** What is shown. */
  name: string;
  /** `https://example.com`; null for a host that is merely allowed, such as one that media lie on. */
  origin: string | null;
  /** The browser's permission to give back when it is forgotten; null if another line still needs it. */
  pattern: string | null;
  check: boolean;
  /** Learned from; never without `check`. */
  adapt: boolean;
}

/** All sites with a record, then all hosts that were allowed and belong to none of them. */
export function siteRows(
  sites: readonly { origin: string; site: Site }[],
  granted: readonly string[],
): SiteRow[] {
  const patterns = sites.map(({ origin }) => matchPattern(origin));
  const rows = sites.map(({ origin, site }, i) => {
    const pattern = patterns[i] ?? '';
    const shared = patterns.filter((other) => other === pattern).length > 1;
    const name = origin.startsWith('https:') ? hostOf(origin) : origin;
    return {
      name,
      origin,
      pattern: shared || !granted.includes(pattern) ? null : pattern,
      check: site.check,
      adapt: site.adapt,
    };
  });
  const others = granted
    .filter((pattern) => !patterns.includes(pattern))
    .map((pattern) => ({
      name: pattern.replace(/\/\*$/, ''),
      origin: null,
      pattern,
      check: false,
      adapt: false,
    }));
  return [...rows, ...others];
}
