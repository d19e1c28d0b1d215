import * as v from 'valibot';
import type { Reading, Writing } from './database.ts';
import { SiteSchema, type SiteRecord } from './records.ts';

/** What is remembered of a site besides its samples, versions and rounds. */

/** The protocol carries no longer texts. */
const MAX_NOTICE = 2000;

/** The record of an origin, as good as it can be understood; of one never seen, or not understood, an empty one. */
export async function readSite(transaction: Reading | Writing, origin: string): Promise<SiteRecord> {
  const parsed = v.safeParse(SiteSchema, await transaction.objectStore('sites').get(origin));
  return parsed.success && parsed.output.origin === origin
    ? parsed.output
    : { origin, active: 0, last: 0, notice: '' };
}

export async function writeSite(transaction: Writing, site: SiteRecord): Promise<void> {
  await transaction.objectStore('sites').put(site);
}

/** The site with one more thing for the user to know, told once however often it happens. */
export function withNotice(site: SiteRecord, text: string): SiteRecord {
  if (site.notice.includes(text)) return site;
  return { ...site, notice: `${site.notice} ${text}`.trim().slice(-MAX_NOTICE) };
}
