import * as v from 'valibot';
import browser, { type Storage } from 'webextension-polyfill';
import { KEPT } from '../contracts/kept.ts';
import { SiteSchema, type Site } from './schema.ts';
import { serialise } from './serialise.ts';

/** What is remembered of each site, one storage entry an origin. */

const PREFIX = KEPT.local.site;

/** The one place that holds "never adapt to a site whose videos are not checked", for what is read and what is written. */
function consistent(site: Site): Site {
  return { ...site, adapt: site.adapt && site.check };
}

function understand(stored: unknown): Site {
  const parsed = v.safeParse(SiteSchema, stored);
  return parsed.success ? consistent(parsed.output) : { check: false, adapt: false };
}

/** The record of an origin (`https://example.com`); all off for one never seen. */
export async function readSite(origin: string): Promise<Site> {
  return understand((await browser.storage.local.get(PREFIX + origin))[PREFIX + origin]);
}

export function writeSite(origin: string, change: Partial<Site>): Promise<Site> {
  return serialise('sites', async () => {
    const site = consistent({ ...(await readSite(origin)), ...change });
    await browser.storage.local.set({ [PREFIX + origin]: site });
    return site;
  });
}

/** Removes all that is remembered of a site. The browser's own permission is not touched. */
export function forgetSite(origin: string): Promise<void> {
  return serialise('sites', () => browser.storage.local.remove(PREFIX + origin));
}

/** All sites with a record, by origin in alphabetical order. */
export async function listSites(): Promise<{ origin: string; site: Site }[]> {
  const all = await browser.storage.local.get(null);
  return Object.keys(all)
    .filter((key) => key.startsWith(PREFIX))
    .sort()
    .map((key) => ({ origin: key.slice(PREFIX.length), site: understand(all[key]) }));
}

/** Calls `listener` with the origins whose record changed. @returns a function that stops it. */
export function watchSites(listener: (origins: string[]) => void): () => void {
  function changed(changes: Record<string, Storage.StorageChange>, area: string): void {
    const origins = Object.keys(changes).filter((key) => key.startsWith(PREFIX));
    if (area === 'local' && origins.length > 0) listener(origins.map((key) => key.slice(PREFIX.length)));
  }
  browser.storage.onChanged.addListener(changed);
  return () => browser.storage.onChanged.removeListener(changed);
}
