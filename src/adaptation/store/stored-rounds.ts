import type { Round } from '../../contracts/round.ts';
import * as v from 'valibot';
import { read, write, type Connection, type Writing } from './database.ts';
import { RoundRecordSchema } from './records.ts';
import { LIMITS } from '../tunables.ts';

/** The record of rounds of a site. */

export function addRound(connection: Connection, origin: string, round: Round): Promise<void> {
  return write(connection, ['rounds'], (transaction) => putRound(transaction, origin, round));
}

/**
 * Writes down a round. Older ones beyond the limit go, but for the last one that was judged, from which new faces are counted; and of
 * the figures all but the newest: a figure has thousands of points.
 */
export async function putRound(transaction: Writing, origin: string, round: Round): Promise<void> {
  const store = transaction.objectStore('rounds');
  const [keys, values] = await Promise.all([
    store.index('origin').getAllKeys(origin),
    store.index('origin').getAll(origin),
  ]);
  // Keys grow, so the oldest come first.
  const judged = wasJudged(round)
    ? undefined
    : keys.findLast((_, i) => {
        const record = understand(values[i], origin);
        return record && wasJudged(record.round);
      });
  await Promise.all(
    keys
      .filter((key) => key !== judged)
      .slice(0, Math.max(0, keys.length + 1 - LIMITS.rounds))
      .map((key) => store.delete(key)),
  );
  if (round.figure) {
    const shown = values.slice(-(LIMITS.rounds - 1)).flatMap((value) => understand(value, origin) ?? []);
    await Promise.all(
      shown
        .filter((record) => record.round.figure !== null)
        .map((record) => store.put({ ...record, round: { ...record.round, figure: null } })),
    );
  }
  await store.put({ origin, round });
}

/** Whether the guard had its say on what was learned. */
export function wasJudged({ outcome }: Round): boolean {
  return outcome === 'committed' || outcome === 'refused';
}

/** The newest first; what cannot be understood is left out. */
export function readRounds(connection: Connection, origin: string): Promise<Round[]> {
  return read(connection, ['rounds'], async (transaction) => {
    const values = await transaction.objectStore('rounds').index('origin').getAll(origin);
    return values.flatMap((value) => understand(value, origin)?.round ?? []).reverse();
  });
}

function understand(value: unknown, origin: string): v.InferOutput<typeof RoundRecordSchema> | null {
  const parsed = v.safeParse(RoundRecordSchema, value);
  return parsed.success && parsed.output.origin === origin ? parsed.output : null;
}
