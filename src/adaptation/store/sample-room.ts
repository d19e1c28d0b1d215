import { write, type Connection, type Writing } from './database.ts';
import type { SampleFacts } from './records.ts';
import { isExpired, trim, type Candidate } from '../samples/reservoir.ts';
import { LIMITS } from '../tunables.ts';
import { deleteSamples, readFacts } from './sample-records.ts';
import { versionBytes } from './version-record.ts';

/** How much room samples may take, and how they make some. */

/** Where the disk is full, so much of the largest site's samples is evicted at a time. */
const SHARE_EVICTED = 0.25;

/** What the versions of a site leave for its samples, in bytes. */
export async function sampleBudget(transaction: Writing, origin: string): Promise<number> {
  return Math.max(
    0,
    Math.min(LIMITS.sampleBytes, LIMITS.siteBytes - (await versionBytes(transaction, origin))),
  );
}

/** Lets samples of a site give way to its versions where both are too large. Needs `samples`, `sealed` and `versions`. */
export async function fitSamples(
  connection: Connection,
  transaction: Writing,
  origin: string,
  now: number,
): Promise<void> {
  const { facts } = await readFacts(transaction, origin);
  const limits = { ...LIMITS, sampleBytes: await sampleBudget(transaction, origin) };
  await deleteSamples(transaction, trim(candidates(connection, facts), now, limits));
}

/** Where the disk is full: the expired go, and a share of the site with most samples. @returns whether anything went. */
export function evictSamples(connection: Connection, now: number): Promise<boolean> {
  return write(connection, ['samples', 'sealed'], async (transaction) => {
    const { facts, broken } = await readFacts(transaction, null);
    const sizes = new Map<string, number>();
    for (const { origin, bytes } of facts) sizes.set(origin, (sizes.get(origin) ?? 0) + bytes);
    const [largest, size] = [...sizes].reduce((most, next) => (next[1] > most[1] ? next : most), ['', 0]);
    const ofLargest = candidates(
      connection,
      facts.filter(({ origin }) => origin === largest),
    );
    const given = trim(ofLargest, now, { ...LIMITS, sampleBytes: Math.floor(size * (1 - SHARE_EVICTED)) });
    const expired = facts.filter(({ takenAt }) => isExpired(takenAt, now)).map(({ id }) => id);
    const ids = new Set([...given, ...expired, ...broken]);
    await deleteSamples(transaction, [...ids]);
    return ids.size > 0;
  });
}

const UNKNOWN = new Uint8Array(0);

/** For the reservoir; one whose face is not known is like no other. */
export function candidates(connection: Connection, facts: readonly SampleFacts[]): Candidate[] {
  return facts.map((sample) => ({ ...sample, face: connection.faces.get(sample.id) ?? UNKNOWN }));
}
