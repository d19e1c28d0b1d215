import type { LevelScore } from '../level/level.ts';
import { isExpired } from '../samples/reservoir.ts';
import { LEVEL } from '../tunables.ts';
import { read, write, type Connection, type Writing } from './database.ts';
import type { SealedScore } from './records.ts';
import { readKeyName, sampleKey } from './sample-records.ts';
import { seal, unseal, type Label } from './sealing.ts';
import { readSite, writeSite } from './site-record.ts';

/** Scores of a site's videos on disk, sealed as samples are. They lie in the site's record, and go with it. */

/** By what the scores were made: others mean something else. */
export interface ScoredBy {
  basis: string;
  /** Of the network for the site; 0 is the original. */
  version: number;
}

/** Keeps the newest scores of a site. */
export async function addScores(
  connection: Connection,
  origin: string,
  by: ScoredBy,
  scores: readonly LevelScore[],
  now: number,
): Promise<void> {
  if (scores.length === 0) return;
  const key = await sampleKey(connection, origin);
  const fresh = await Promise.all(
    scores.map(async ({ video, takenAt, logOdds, sketch }): Promise<SealedScore> => {
      const facts = { id: crypto.randomUUID(), video, takenAt, ...by };
      return { ...facts, ...(await seal(key.key, labelOf(origin, facts), { face: pack(logOdds, sketch) })) };
    }),
  );
  await write(connection, ['sites', 'keys'], async (transaction) => {
    // All was forgotten meanwhile.
    if ((await readKeyName(transaction, origin)) !== key.name) return;
    const site = await readSite(transaction, origin);
    const kept = site.scores.filter(
      ({ basis, version, takenAt }) =>
        basis === by.basis && version === by.version && !isExpired(takenAt, now),
    );
    await writeSite(transaction, { ...site, scores: [...kept, ...fresh].slice(-LEVEL.scores) });
  });
}

/** Those of a site that were made so, and whether its level is to be used. */
export async function readScores(
  connection: Connection,
  origin: string,
  by: ScoredBy,
  now: number,
): Promise<{ scores: LevelScore[]; used: boolean }> {
  const site = await read(connection, ['sites'], (transaction) => readSite(transaction, origin));
  const key = await sampleKey(connection, origin);
  const usable = site.scores.filter(
    ({ basis, version, takenAt }) => basis === by.basis && version === by.version && !isExpired(takenAt, now),
  );
  const opened = await Promise.all(
    usable.map(async (score) => ({
      score,
      bytes: (await unseal(key.key, labelOf(origin, score), score))?.face,
    })),
  );
  const marks = new Map(site.marks.map(({ video, mark }) => [video, mark]));
  const scores = opened.flatMap(({ score: { video, takenAt }, bytes }) =>
    bytes && bytes.length > LOG_ODDS_BYTES
      ? [{ video, takenAt, mark: marks.get(video) ?? null, ...unpack(bytes) }]
      : [],
  );
  return { scores, used: site.levelUsed };
}

/** Whether a site's level is taken into account. */
export function useLevel(connection: Connection, origin: string, used: boolean): Promise<void> {
  return write(connection, ['sites'], async (transaction) =>
    writeSite(transaction, { ...(await readSite(transaction, origin)), levelUsed: used }),
  );
}

/** Deletes scores and marks that are too old, of all sites. */
export async function expireScores(transaction: Writing, now: number): Promise<void> {
  for (const origin of await transaction.objectStore('sites').getAllKeys()) {
    const site = await readSite(transaction, origin);
    const scores = site.scores.filter(({ takenAt }) => !isExpired(takenAt, now));
    const marks = site.marks.filter(({ at }) => !isExpired(at, now));
    if (scores.length + marks.length < site.scores.length + site.marks.length)
      await writeSite(transaction, { ...site, scores, marks });
  }
}

function labelOf(
  origin: string,
  { id, video, takenAt, basis, version }: Pick<SealedScore, 'id' | 'video' | 'takenAt' | 'basis' | 'version'>,
): Label {
  return { id: `score ${id} ${version}`, origin, video, takenAt, basis };
}

const LOG_ODDS_BYTES = 4;

function pack(logOdds: number, sketch: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(LOG_ODDS_BYTES + sketch.length);
  new DataView(bytes.buffer).setFloat32(0, logOdds, true);
  bytes.set(sketch, LOG_ODDS_BYTES);
  return bytes;
}

function unpack(bytes: Uint8Array): Pick<LevelScore, 'logOdds' | 'sketch'> {
  return {
    logOdds: new DataView(bytes.buffer, bytes.byteOffset).getFloat32(0, true),
    sketch: bytes.subarray(LOG_ODDS_BYTES),
  };
}
