import * as v from 'valibot';
import { read, write, type Connection, type Reading, type Writing } from './database.ts';
import { CheckpointSchema } from './records.ts';
import { isUsable, readFacts } from './sample-records.ts';
import type { Checkpoint } from '../training/training.ts';

/** Rounds that were interrupted, one a site: where they go on after the page or the browser ended. */

/** A round under way. */
export interface Unfinished {
  basis: string;
  seed: number;
  /** Ids of the samples it trains on; the round begins anew if one of them is gone. */
  samples: string[];
  checkpoint: Checkpoint;
}

export function keepCheckpoint(connection: Connection, origin: string, round: Unfinished): Promise<void> {
  const { checkpoint, ...rest } = round;
  return write(connection, ['checkpoints'], async (transaction) => {
    await transaction.objectStore('checkpoints').put({ origin, ...rest, ...checkpoint });
  });
}

/** null if none was interrupted, it was on another basis, or what stands there cannot be understood. */
export function readCheckpoint(
  connection: Connection,
  origin: string,
  basis: string,
): Promise<Unfinished | null> {
  return read(connection, ['checkpoints'], async (transaction) => {
    const unfinished = understand(await transaction.objectStore('checkpoints').get(origin), origin);
    return unfinished?.basis === basis ? unfinished : null;
  });
}

/** Whether the interrupted round of a site can go on: on the same basis, and all of its samples still there. Drops one that cannot. */
export function canResume(
  connection: Connection,
  origin: string,
  basis: string,
  now: number,
): Promise<boolean> {
  return write(connection, ['checkpoints', 'samples'], async (transaction) => {
    const stored: unknown = await transaction.objectStore('checkpoints').get(origin);
    if (stored === undefined) return false;
    const unfinished = understand(stored, origin);
    const { facts } = await readFacts(transaction, origin);
    const left = new Set(facts.filter((sample) => isUsable(sample, basis, now)).map(({ id }) => id));
    if (unfinished?.basis === basis && isWhole(unfinished, left)) return true;
    await transaction.objectStore('checkpoints').delete(origin);
    return false;
  });
}

/** Drops the interrupted rounds of all sites that trained on something that is gone. @param left ids of all samples there are. */
export async function dropOrphans(transaction: Writing, left: ReadonlySet<string>): Promise<void> {
  const store = transaction.objectStore('checkpoints');
  const [keys, values] = await Promise.all([store.getAllKeys(), store.getAll()]);
  const orphans = keys.filter((origin, i) => {
    const unfinished = understand(values[i], origin);
    return !unfinished || !isWhole(unfinished, left);
  });
  await Promise.all(orphans.map((origin) => store.delete(origin)));
}

/** On disk, of the interrupted round of a site, or of all; by site. */
export async function checkpointBytes(
  transaction: Reading,
  origin: string | null,
): Promise<Map<string, number>> {
  const store = transaction.objectStore('checkpoints');
  const keys = origin === null ? await store.getAllKeys() : [origin];
  const sizes = new Map<string, number>();
  for (const key of keys) {
    const bytes = understand(await store.get(key), key)?.checkpoint.values.byteLength;
    if (bytes !== undefined) sizes.set(key, bytes);
  }
  return sizes;
}

function isWhole({ samples }: Unfinished, left: ReadonlySet<string>): boolean {
  return samples.every((id) => left.has(id));
}

function understand(stored: unknown, origin: string): Unfinished | null {
  const parsed = v.safeParse(CheckpointSchema, stored);
  if (!parsed.success || parsed.output.origin !== origin) return null;
  const { basis, seed, samples, step, fakeRate, values } = parsed.output;
  return { basis, seed, samples, checkpoint: { step, fakeRate, values } };
}

export function dropCheckpoint(connection: Connection, origin: string): Promise<void> {
  return write(connection, ['checkpoints'], async (transaction) => {
    await transaction.objectStore('checkpoints').delete(origin);
  });
}
