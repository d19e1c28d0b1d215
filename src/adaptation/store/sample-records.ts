import * as v from 'valibot';
import { understood, write, type Connection, type Reading, type Writing } from './database.ts';
import { KeySchema, SampleFactsSchema, SealedSchema, type SampleFacts } from './records.ts';
import { isExpired } from '../samples/reservoir.ts';
import type { Maps } from './sample-bytes.ts';
import { drawKey, unseal, type Sealed } from './sealing.ts';
import { readSite, withNotices, writeSite } from './site-record.ts';

/** Reading and opening the records of samples; what is broken is removed, and said. */

/** Changes with the key: a record sealed with a forgotten one must not be written any more. */
export interface SampleKey {
  name: string;
  key: CryptoKey;
}
const KEY_ID = 'samples';

/** The key of this database, drawn at first use. Of two pages that draw one at once, the first to write wins. */
export async function sampleKey(connection: Connection): Promise<SampleKey> {
  const found = understandKey(await connection.db.get('keys', KEY_ID));
  if (found) return found;
  const drawn: SampleKey = { name: crypto.randomUUID(), key: await drawKey() };
  return write(connection, ['keys'], async (transaction) => {
    const first = await readKey(transaction);
    if (first) return first;
    await transaction.objectStore('keys').put({ id: KEY_ID, ...drawn });
    return drawn;
  });
}

export async function readKey(transaction: Writing): Promise<SampleKey | null> {
  return understandKey(await transaction.objectStore('keys').get(KEY_ID));
}

function understandKey(stored: unknown): SampleKey | null {
  const parsed = v.safeParse(KeySchema, stored);
  return parsed.success ? { name: parsed.output.name, key: parsed.output.key } : null;
}

/** The facts of a site's samples, or of all, and the keys of records that are none. */
export async function readFacts(
  transaction: Reading | Writing,
  origin: string | null,
): Promise<{ facts: SampleFacts[]; broken: string[] }> {
  const store = transaction.objectStore('samples');
  const [keys, values] = await Promise.all(
    origin === null
      ? [store.getAllKeys(), store.getAll()]
      : [store.index('origin').getAllKeys(origin), store.index('origin').getAll(origin)],
  );
  return understood(keys, values, (value, key) => {
    const parsed = v.safeParse(SampleFactsSchema, value);
    return parsed.success && parsed.output.id === key ? parsed.output : null;
  });
}

/** Whether a sample can still be learned from. @param basis null while it is not known: then any will do. */
export function isUsable(facts: SampleFacts, basis: string | null, now: number): boolean {
  return !isExpired(facts.takenAt, now) && (basis === null || facts.basis === basis);
}

/** The encrypted part of a sample; null if it is not there or none. */
export async function readSealed(transaction: Reading | Writing, id: string): Promise<Sealed | null> {
  const parsed = v.safeParse(SealedSchema, await transaction.objectStore('sealed').get(id));
  return parsed.success && parsed.output.id === id ? parsed.output : null;
}

export async function deleteSamples(transaction: Writing, ids: readonly string[]): Promise<void> {
  await Promise.all(
    ids.flatMap((id) => [
      transaction.objectStore('samples').delete(id),
      transaction.objectStore('sealed').delete(id),
    ]),
  );
}

/**
 * Decrypts samples of a site and remembers their faces.
 * @returns the opened ones, in the given order, and the ids of those that are damaged.
 */
export async function openSamples(
  connection: Connection,
  key: SampleKey,
  records: readonly { facts: SampleFacts; sealed: Sealed | null }[],
): Promise<{ opened: { facts: SampleFacts; maps: Maps }[]; damaged: string[] }> {
  const results = await Promise.all(
    records.map(async ({ facts, sealed }) => ({
      facts,
      maps: sealed && (await unseal(key.key, facts, sealed)),
    })),
  );
  const opened = results.flatMap(({ facts, maps }) => (maps ? [{ facts, maps }] : []));
  for (const { facts, maps } of opened) connection.faces.set(facts.id, maps.face);
  return { opened, damaged: results.flatMap(({ facts, maps }) => (maps ? [] : [facts.id])) };
}

/** Removes samples of a site that could not be read, and leaves word of it. */
export async function dropDamaged(
  connection: Connection,
  origin: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await write(connection, ['samples', 'sealed', 'sites'], async (transaction) => {
    await deleteSamples(transaction, ids);
    const site = await readSite(transaction, origin);
    await writeSite(transaction, withNotices(site, { code: 'facesDamaged' }));
  });
  for (const id of ids) connection.faces.delete(id);
}
