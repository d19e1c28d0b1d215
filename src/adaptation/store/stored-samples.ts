import { CodedError } from '../../contracts/coded-error.ts';
import { read, write, type Connection, type Writing } from './database.ts';
import type { SampleFacts } from './records.ts';
import { admit } from '../samples/reservoir.ts';
import { LIMITS } from '../tunables.ts';
import {
  deleteSamples,
  dropDamaged,
  isUsable,
  openSamples,
  readFacts,
  readKeyName,
  readSealed,
  sampleKey,
  type SampleKey,
} from './sample-records.ts';
import { candidates, sampleBudget } from './sample-room.ts';
import { seal, type Sealed } from './sealing.ts';
import { dropOrphans } from './stored-checkpoints.ts';
import { expireScores } from './stored-scores.ts';
import type { Sample } from '../types.ts';

/** Samples of sites on disk: adding, reading and expiring. */

/** How often samples are judged anew because another page added some of the same site meanwhile. */
const ATTEMPTS = 5;
/** Faces held in memory, 2 kB each: of a few full sites. */
const REMEMBERED_FACES = 4 * LIMITS.faces;

interface Prepared {
  facts: SampleFacts;
  face: Uint8Array;
  sealed: Sealed;
}

/**
 * Puts samples through the reservoir of their site. Those of another basis make room: they are like none of the new ones.
 * @returns the ids of those that were kept.
 */
export async function addSamples(
  connection: Connection,
  origin: string,
  basis: string,
  samples: readonly Sample[],
  now: number,
): Promise<string[]> {
  for (let attempt = 1; ; attempt++) {
    const key = await sampleKey(connection, origin);
    await learnFaces(connection, key, origin, basis);
    const prepared = await Promise.all(samples.map((sample) => prepare(key, origin, basis, sample)));
    const kept = await write(connection, ['samples', 'sealed', 'versions', 'keys'], async (transaction) => {
      if ((await readKeyName(transaction, origin)) !== key.name) return null;
      const { facts: all, broken } = await readFacts(transaction, origin);
      const facts = all.filter((sample) => sample.basis === basis);
      // Encryption cannot be waited for inside a transaction; the last attempt takes the unknown for unlike any other.
      if (attempt < ATTEMPTS && facts.some(({ id }) => !connection.faces.has(id))) return null;
      const foreign = all.filter((sample) => sample.basis !== basis).map(({ id }) => id);
      await deleteSamples(transaction, [...foreign, ...broken]);
      return place(connection, transaction, origin, facts, prepared, now);
    });
    if (kept) return kept;
    if (attempt >= ATTEMPTS) throw new CodedError({ code: 'beingDeleted' });
  }
}

async function prepare(key: SampleKey, origin: string, basis: string, sample: Sample): Promise<Prepared> {
  const { id, video, takenAt, trusted, face } = sample;
  const label = { id, origin, video, takenAt, basis };
  const sealed = await seal(key.key, label, sample);
  return { facts: { ...label, trusted, bytes: sealed.sealed.byteLength }, face, sealed };
}

async function place(
  connection: Connection,
  transaction: Writing,
  origin: string,
  facts: readonly SampleFacts[],
  prepared: readonly Prepared[],
  now: number,
): Promise<string[]> {
  const limits = { ...LIMITS, sampleBytes: await sampleBudget(transaction, origin) };
  // An id that another site holds would be overwritten; ids are drawn at random, so it is the same sample come twice.
  const taken = new Set(await transaction.objectStore('samples').getAllKeys());
  let kept = candidates(connection, facts);
  const dropped = new Set<string>();
  for (const { facts: fresh, face } of prepared) {
    if (taken.has(fresh.id)) continue;
    // The user's word is about the video, also about faces of it that come later.
    const trusted = fresh.trusted || kept.some((sample) => sample.video === fresh.video && sample.trusted);
    const { keep, drop } = admit(kept, { ...fresh, trusted, face }, now, limits);
    for (const id of drop) dropped.add(id);
    kept = kept.filter(({ id }) => !dropped.has(id));
    if (keep) kept.push({ ...fresh, trusted, face });
  }
  const left = new Map(kept.map((sample) => [sample.id, sample]));
  const written = prepared.flatMap(({ facts: fresh, sealed }) => {
    const sample = taken.has(fresh.id) ? undefined : left.get(fresh.id);
    return sample ? [{ facts: { ...fresh, trusted: sample.trusted }, sealed }] : [];
  });
  await deleteSamples(
    transaction,
    [...dropped].filter((id) => taken.has(id)),
  );
  await Promise.all(
    written.flatMap(({ facts: fresh, sealed }) => [
      transaction.objectStore('samples').put(fresh),
      transaction.objectStore('sealed').put({ id: fresh.id, iv: sealed.iv, sealed: sealed.sealed }),
    ]),
  );
  return written.map(({ facts: fresh }) => fresh.id);
}

/** All samples of a site that can be learned from, the oldest first. Damaged ones are removed, with a notice. */
export async function readSamples(
  connection: Connection,
  origin: string,
  basis: string,
  now: number,
): Promise<Sample[]> {
  const key = await sampleKey(connection, origin);
  const { records, broken } = await readRecords(connection, origin, (facts) => isUsable(facts, basis, now));
  const { opened, damaged } = await openSamples(connection, key, records);
  await dropDamaged(connection, origin, [...broken, ...damaged]);
  return opened
    .map(({ facts: { id, video, takenAt, trusted }, maps }) => ({ id, video, takenAt, trusted, ...maps }))
    .sort((a, b) => a.takenAt - b.takenAt || (a.id < b.id ? -1 : 1));
}

/** Makes the faces of a site's samples known, as far as they are not. */
async function learnFaces(
  connection: Connection,
  key: SampleKey,
  origin: string,
  basis: string,
): Promise<void> {
  // Those of dropped samples and of other sites add up.
  if (connection.faces.size > REMEMBERED_FACES) connection.faces.clear();
  const { records, broken } = await readRecords(
    connection,
    origin,
    (facts) => facts.basis === basis && !connection.faces.has(facts.id),
  );
  const { damaged } = await openSamples(connection, key, records);
  await dropDamaged(connection, origin, [...broken, ...damaged]);
}

function readRecords(
  connection: Connection,
  origin: string,
  wanted: (facts: SampleFacts) => boolean,
): Promise<{ records: { facts: SampleFacts; sealed: Sealed | null }[]; broken: string[] }> {
  return read(connection, ['samples', 'sealed'], async (transaction) => {
    const { facts, broken } = await readFacts(transaction, origin);
    const records = await Promise.all(
      facts
        .filter(wanted)
        .map(async (fact) => ({ facts: fact, sealed: await readSealed(transaction, fact.id) })),
    );
    return { records, broken };
  });
}

/**
 * Deletes the samples of all sites that can be learned from no more, and interrupted rounds that trained on what is gone.
 * @param basis null: whatever they were made with. @returns the number of samples.
 */
export function expireSamples(connection: Connection, basis: string | null, now: number): Promise<number> {
  return write(connection, ['samples', 'sealed', 'checkpoints', 'sites'], async (transaction) => {
    await expireScores(transaction, now);
    const { facts, broken } = await readFacts(transaction, null);
    const useless = facts.filter((sample) => !isUsable(sample, basis, now)).map(({ id }) => id);
    await deleteSamples(transaction, [...useless, ...broken]);
    const gone = new Set(useless);
    await dropOrphans(transaction, new Set(facts.map(({ id }) => id).filter((id) => !gone.has(id))));
    return useless.length;
  });
}
