import { CodedError } from '../../contracts/coded-error.ts';
import type { Notice } from '../../contracts/notice.ts';
import { read, write, type Connection, type Reading, type Writing } from './database.ts';
import type { VersionFacts } from './records.ts';
import { LIMITS } from '../tunables.ts';
import { readSite, withNotices, writeSite } from './site-record.ts';
import { fitSamples } from './sample-room.ts';
import type { Version } from '../types.ts';
import {
  checksum,
  deleteVersions,
  readVersionFacts,
  readWeights,
  toVersion,
  versionBytes,
  WEIGHTS_FORMAT,
} from './version-record.ts';

/** Versions of the network on disk: adding, choosing, and falling back from one that is damaged. */

/** A version that has no number yet. */
export type Draft = Omit<Version, 'number'>;

/** A version as it will be written, but for its number: checksums cannot be waited for inside a transaction. */
interface Prepared {
  facts: Omit<VersionFacts, 'number'>;
  weights: ArrayBuffer;
}

export async function prepareVersion(
  origin: string,
  { createdAt, basis, weights }: Draft,
): Promise<Prepared> {
  const bytes = weights.slice().buffer;
  const facts = { origin, createdAt, basis, format: WEIGHTS_FORMAT };
  return {
    facts: { ...facts, checksum: await checksum(facts, bytes), bytes: bytes.byteLength },
    weights: bytes,
  };
}

/**
 * Stores a version under the site's next number and puts it in use; of the older ones, the last two stay, and what there was to tell of
 * them is over. Needs `samples`, `sealed`, `versions`, `weights` and `sites`.
 * @returns its number.
 */
export async function putVersion(
  connection: Connection,
  transaction: Writing,
  { facts, weights }: Prepared,
  now: number,
): Promise<number> {
  const { origin, bytes } = facts;
  const site = await readSite(transaction, origin);
  const { facts: older, broken } = await readVersionFacts(transaction, origin);
  const number = Math.max(site.last, older[0]?.number ?? 0) + 1;
  await transaction.objectStore('versions').put({ ...facts, number });
  await transaction.objectStore('weights').put({ origin, number, weights });
  const past = older.filter(
    (_, index) => index >= LIMITS.versions - 1 || olderBytes(older, index) + bytes > LIMITS.siteBytes,
  );
  await deleteVersions(transaction, [...broken, ...past.map(keyOf)]);
  await writeSite(transaction, { ...site, active: number, last: number, notices: [] });
  if ((await versionBytes(transaction, origin)) + LIMITS.sampleBytes > LIMITS.siteBytes) {
    await fitSamples(connection, transaction, origin, now);
  }
  return number;
}

/** Of the newest `index + 1` together. */
function olderBytes(versions: readonly VersionFacts[], index: number): number {
  return versions.slice(0, index + 1).reduce((sum, { bytes }) => sum + bytes, 0);
}

/**
 * The versions that can be used on this basis, the newest first. Those that cannot are deleted; if one of them was in use, the next older one is now. Either is said in the site's notice.
 * @param afresh weights already found right are looked at again.
 */
export async function usableVersions(
  connection: Connection,
  origin: string,
  basis: string,
  afresh = false,
): Promise<VersionFacts[]> {
  const { stored, active, broken } = await read(
    connection,
    ['versions', 'weights', 'sites'],
    async (transaction) => {
      const { facts, broken } = await readVersionFacts(transaction, origin);
      const stored = await Promise.all(facts.map((version) => load(transaction, version)));
      return { stored, broken, active: (await readSite(transaction, origin)).active };
    },
  );
  async function load(transaction: Reading, version: VersionFacts): Promise<Loaded> {
    if (!afresh && connection.sound.has(version.checksum)) return { version, known: true };
    return { version, known: false, weights: await readWeights(transaction, origin, version.number) };
  }
  const judged = await Promise.all(
    stored.map(async (loaded) => ({
      version: loaded.version,
      flaw: await flawOf(loaded, basis),
    })),
  );
  const usable = judged.filter(({ flaw }) => flaw === null).map(({ version }) => version);
  for (const { checksum: sum } of usable) connection.sound.add(sum);
  const flawed = judged.flatMap(({ version, flaw }) => (flaw ? [{ version, flaw }] : []));
  const missing = active !== 0 && !stored.some(({ version }) => version.number === active);
  if (flawed.length > 0 || broken.length > 0 || missing) {
    await drop(connection, origin, flawed, broken);
  }
  return usable;
}

type Flaw = 'damaged' | 'outdated';

/** `known`: its weights were found right before. */
type Loaded =
  | { version: VersionFacts; known: true }
  | { version: VersionFacts; known: false; weights: ArrayBuffer | null };

async function flawOf(loaded: Loaded, basis: string): Promise<Flaw | null> {
  const { version } = loaded;
  if (version.format !== WEIGHTS_FORMAT || version.basis !== basis) return 'outdated';
  if (loaded.known) return null;
  const { weights } = loaded;
  if (weights?.byteLength !== version.bytes || !toVersion(version, weights)) return 'damaged';
  return (await checksum(version, weights)) === version.checksum ? null : 'damaged';
}

async function drop(
  connection: Connection,
  origin: string,
  flawed: readonly { version: VersionFacts; flaw: Flaw }[],
  broken: readonly [string, number][],
): Promise<void> {
  await write(connection, ['versions', 'weights', 'sites'], async (transaction) => {
    await deleteVersions(transaction, [...broken, ...flawed.map(({ version }) => keyOf(version))]);
    const { facts: left } = await readVersionFacts(transaction, origin);
    const site = await readSite(transaction, origin);
    const active = left.find(({ number }) => number <= site.active)?.number ?? 0;
    const notices: Notice[] = [
      ...flawed.map(({ version, flaw }) => ({ code: CODE_OF[flaw], version: version.number })),
      ...broken.map(([, number]) => ({ code: CODE_OF.damaged, version: number })),
      ...(active === site.active ? [] : [{ code: 'versionInUse' as const, version: active }]),
    ];
    await writeSite(transaction, withNotices({ ...site, active }, ...notices));
  });
}

const CODE_OF = { damaged: 'versionDamaged', outdated: 'versionOutdated' } as const satisfies Record<
  Flaw,
  Notice['code']
>;

/** The version in use; null is the original. Its weights are checked each time. */
export async function activeVersion(
  connection: Connection,
  origin: string,
  basis: string,
): Promise<Version | null> {
  const usable = await usableVersions(connection, origin, basis, true);
  return read(connection, ['weights', 'sites'], async (transaction) => {
    const { active } = await readSite(transaction, origin);
    const facts = usable.find(({ number }) => number === active);
    const weights = facts && (await readWeights(transaction, origin, active));
    return facts && weights ? toVersion(facts, weights) : null;
  });
}

/** A choice also answers what there was to tell. @throws CodedError if the site has no such version; 0, the original, is always there. */
export function useVersion(connection: Connection, origin: string, number: number): Promise<void> {
  return write(connection, ['versions', 'sites'], async (transaction) => {
    const { facts } = await readVersionFacts(transaction, origin);
    if (number !== 0 && !facts.some((version) => version.number === number)) {
      throw new CodedError({ code: 'versionNotKept', version: number });
    }
    await writeSite(transaction, { ...(await readSite(transaction, origin)), active: number, notices: [] });
  });
}

function keyOf({ origin, number }: VersionFacts): [string, number] {
  return [origin, number];
}
