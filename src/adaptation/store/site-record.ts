import * as v from 'valibot';
import { MAX_NOTICES, type Notice } from '../../contracts/notice.ts';
import type { Reading, Writing } from './database.ts';
import { SiteSchema, type SiteRecord } from './records.ts';

/** What is remembered of a site besides its samples, versions and rounds. */

/** The record of an origin, as good as it can be understood; of one never seen, or not understood, an empty one. */
export async function readSite(transaction: Reading | Writing, origin: string): Promise<SiteRecord> {
  const parsed = v.safeParse(SiteSchema, await transaction.objectStore('sites').get(origin));
  return parsed.success && parsed.output.origin === origin
    ? parsed.output
    : { origin, active: 0, last: 0, notices: [], scores: [], marks: [], levelUsed: true };
}

export async function writeSite(transaction: Writing, site: SiteRecord): Promise<void> {
  await transaction.objectStore('sites').put(site);
}

/** The site with more for the user to know, each thing once however often it happens; of the version in use the last word counts. */
export function withNotices(site: SiteRecord, ...fresh: readonly Notice[]): SiteRecord {
  const notices = fresh.reduce<readonly Notice[]>((all, notice) => {
    const kept = notice.code === 'versionInUse' ? all.filter(({ code }) => code !== notice.code) : all;
    return kept.some((known) => isSame(known, notice)) ? kept : [...kept, notice];
  }, site.notices);
  return { ...site, notices: notices.slice(-MAX_NOTICES) };
}

function isSame(a: Notice, b: Notice): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
