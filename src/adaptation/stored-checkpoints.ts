import * as v from 'valibot';
import { read, write, type Connection } from './database.ts';
import { CheckpointSchema } from './records.ts';
import type { Checkpoint } from './training.ts';

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
    const parsed = v.safeParse(CheckpointSchema, await transaction.objectStore('checkpoints').get(origin));
    if (!parsed.success || parsed.output.origin !== origin || parsed.output.basis !== basis) return null;
    const { seed, samples, step, fakeRate, values } = parsed.output;
    return { basis, seed, samples, checkpoint: { step, fakeRate, values } };
  });
}

export function dropCheckpoint(connection: Connection, origin: string): Promise<void> {
  return write(connection, ['checkpoints'], async (transaction) => {
    await transaction.objectStore('checkpoints').delete(origin);
  });
}
