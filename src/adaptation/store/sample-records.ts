import * as v from 'valibot';
import { CodedError } from '../../contracts/coded-error.ts';
import { understood, write, type Connection, type Reading, type Writing } from './database.ts';
import { KeySchema, SampleFactsSchema, SealedSchema, type SampleFacts } from './records.ts';
import { isExpired } from '../samples/reservoir.ts';
import type { Maps } from './sample-bytes.ts';
import { drawKey, importKey, unseal, type Sealed } from './sealing.ts';
import { readSite, withNotices, writeSite } from './site-record.ts';

/** Reading and opening the records of samples; what is broken is removed, and said. */

/** Changes with the key: a record sealed with a forgotten one must not be written any more. */
export interface SampleKey {
  name: string;
  key: CryptoKey;
}
/** How often a key is looked for again because another page was first to draw one, or deleted it. */
const DRAWS = 5;

/** The key of a site, drawn at first use, or where its file is lost. Of two pages that draw one at once, the first to write wins. */
export async function sampleKey(connection: Connection, origin: string): Promise<SampleKey> {
  for (let draw = 1; draw <= DRAWS; draw++) {
    const found = keyName(await connection.db.get('keys', origin));
    const bytes = found === null ? null : await connection.keys.read(found);
    const key = bytes && (await importKey(bytes));
    if (found !== null && key) return { name: found, key };
    // The next turn reads it, or that of a page that was first.
    await drawInsteadOf(connection, origin, found);
  }
  throw new CodedError({ code: 'beingDeleted' });
}

async function drawInsteadOf(connection: Connection, origin: string, lost: string | null): Promise<void> {
  const name = crypto.randomUUID();
  await connection.keys.write(name, drawKey());
  let written = false;
  try {
    written = await write(connection, ['keys'], async (transaction) => {
      if ((await readKeyName(transaction, origin)) !== lost) return false;
      await transaction.objectStore('keys').put({ id: origin, name });
      return true;
    });
  } finally {
    if (!written) await connection.keys.delete([name]);
  }
}

/** @returns null if the site has no key. */
export async function readKeyName(transaction: Writing, origin: string): Promise<string | null> {
  return keyName(await transaction.objectStore('keys').get(origin));
}

/** The names of the keys of one site, or of all (`null`). */
export async function readKeyNames(transaction: Writing, origin: string | null): Promise<string[]> {
  const stored = await transaction.objectStore('keys').getAll(origin);
  return stored.map(keyName).filter((name) => name !== null);
}

function keyName(stored: unknown): string | null {
  const parsed = v.safeParse(KeySchema, stored);
  return parsed.success ? parsed.output.name : null;
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
