import { originOf } from '../../settings/origins.ts';

/** The site a page is opened for by `?origin=`; null for all sites, and for what is no web origin. */
export function askedOrigin(query: string): string | null {
  return originOf(new URLSearchParams(query).get('origin') ?? undefined);
}
