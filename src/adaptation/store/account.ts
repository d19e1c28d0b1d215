import type { Gathered } from '../../contracts/gathered.ts';
import type { Usage } from '../../contracts/usage.ts';
import { read, write, type Connection } from './database.ts';
import { DAY_MS } from '../tunables.ts';
import { isUsable, readFacts, readKeyNames } from './sample-records.ts';
import { readSite } from './site-record.ts';
import { checkpointBytes } from './stored-checkpoints.ts';
import { readVersionFacts } from './version-record.ts';

/** What is kept of which site, and forgetting it. */

/** Counts what can be learned from. Other samples count no more, even while they still wait to be deleted. */
export function gathered(
  connection: Connection,
  origin: string,
  basis: string | null,
  now: number,
): Promise<Gathered> {
  return read(connection, ['samples', 'versions', 'checkpoints'], async (transaction) => {
    const facts = (await readFacts(transaction, origin)).facts.filter((sample) =>
      isUsable(sample, basis, now),
    );
    const versions = (await readVersionFacts(transaction, origin)).facts;
    const unfinished = (await checkpointBytes(transaction, origin)).get(origin) ?? 0;
    return {
      faces: facts.length,
      videos: new Set(facts.map(({ video }) => video)).size,
      days: new Set(facts.map(({ takenAt }) => Math.floor(takenAt / DAY_MS))).size,
      trusted: new Set(facts.filter(({ trusted }) => trusted).map(({ video }) => video)).size,
      bytes: [...facts, ...versions].reduce((sum, { bytes }) => sum + bytes, unfinished),
    };
  });
}

/** When the faces that can be learned from were taken, ms since 1970. */
export function takenAt(
  connection: Connection,
  origin: string,
  basis: string | null,
  now: number,
): Promise<number[]> {
  return read(connection, ['samples'], async (transaction) =>
    (await readFacts(transaction, origin)).facts
      .filter((sample) => isUsable(sample, basis, now))
      .map((facts) => facts.takenAt),
  );
}

/** Every site of which anything is kept, by origin in alphabetical order. Faces and bytes as in {@link gathered}. */
export function usage(connection: Connection, now: number): Promise<Usage[]> {
  return read(connection, ['samples', 'versions', 'sites', 'rounds', 'checkpoints'], async (transaction) => {
    const sites = new Map<string, Usage>();
    const site = (origin: string): Usage => {
      const entry = sites.get(origin) ?? { origin, faces: 0, bytes: 0, active: 0 };
      sites.set(origin, entry);
      return entry;
    };
    for (const sample of (await readFacts(transaction, null)).facts) {
      if (!isUsable(sample, null, now)) continue;
      site(sample.origin).faces++;
      site(sample.origin).bytes += sample.bytes;
    }
    for (const { origin, bytes } of (await readVersionFacts(transaction, null)).facts)
      site(origin).bytes += bytes;
    for (const [origin, bytes] of await checkpointBytes(transaction, null)) site(origin).bytes += bytes;
    for (const origin of await transaction.objectStore('sites').getAllKeys()) {
      site(origin).active = (await readSite(transaction, origin)).active;
    }
    for (
      let at = await transaction.objectStore('rounds').index('origin').openKeyCursor(null, 'nextunique');
      at;
    ) {
      site(at.key);
      at = await at.continue();
    }
    return [...sites.values()].sort((a, b) => (a.origin < b.origin ? -1 : 1));
  });
}

/** Deletes all that is kept of a site, and its key. `null`: of every site. */
export async function forget(connection: Connection, origin: string | null): Promise<void> {
  const stores = [
    'samples',
    'sealed',
    'versions',
    'weights',
    'sites',
    'rounds',
    'keys',
    'checkpoints',
  ] as const;
  const keys = await write(connection, [...stores], async (transaction) => {
    const names = await readKeyNames(transaction, origin);
    if (origin === null) {
      await Promise.all(stores.map((store) => transaction.objectStore(store).clear()));
      return names;
    }
    const [samples, rounds] = await Promise.all([
      transaction.objectStore('samples').index('origin').getAllKeys(origin),
      transaction.objectStore('rounds').index('origin').getAllKeys(origin),
    ]);
    const numbers = IDBKeyRange.bound([origin], [origin, []]);
    await Promise.all([
      ...samples.flatMap((id) => [
        transaction.objectStore('samples').delete(id),
        transaction.objectStore('sealed').delete(id),
      ]),
      ...rounds.map((key) => transaction.objectStore('rounds').delete(key)),
      transaction.objectStore('versions').delete(numbers),
      transaction.objectStore('weights').delete(numbers),
      transaction.objectStore('sites').delete(origin),
      transaction.objectStore('checkpoints').delete(origin),
      transaction.objectStore('keys').delete(origin),
    ]);
    return names;
  });
  await connection.keys.delete(keys);
  connection.faces.clear();
}
