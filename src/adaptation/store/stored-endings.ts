import { CodedError } from '../../contracts/coded-error.ts';
import type { Round } from '../../contracts/round.ts';
import { write, type Connection } from './database.ts';
import { readSite, withNotices, writeSite } from './site-record.ts';
import { putRound } from './stored-rounds.ts';
import { prepareVersion, putVersion, type Draft } from './stored-versions.ts';

/** The end of a round on disk: what judges from then on, and the record that says so, together or not at all. */

/** What a round found, and on what. */
export interface Finding {
  /** Ids of the samples that it learned from. */
  samples: readonly string[];
  /** The version that was in use when it began, and was tested with the new one; 0 is the original. */
  active: number;
  /** What is to judge: a new version, the original again, or, with null, what judged before. */
  next: Draft | 'original' | null;
  round: Omit<Round, 'outcome' | 'reason' | 'version'>;
}

/**
 * Puts in use what a round found to be better, unless the version in use is no longer the one that it was compared with, and writes the
 * round down.
 * @throws CodedError if the samples that it learned from were deleted meanwhile; nothing is changed then.
 */
export async function concludeRound(
  connection: Connection,
  origin: string,
  { samples, active, next, round }: Finding,
  now: number,
): Promise<Round['outcome']> {
  const prepared = next && next !== 'original' ? await prepareVersion(origin, next) : null;
  return write(
    connection,
    ['samples', 'sealed', 'versions', 'weights', 'sites', 'rounds', 'checkpoints'],
    async (transaction) => {
      const kept = new Set(await transaction.objectStore('samples').index('origin').getAllKeys(origin));
      // What is forgotten goes all at once; some may have expired or given way to newer ones, which is no reason.
      if (!samples.some((id) => kept.has(id))) throw new CodedError({ code: 'samplesDeleted' });
      const site = await readSite(transaction, origin);
      const overtaken = site.active !== active;
      const end: Pick<Round, 'outcome' | 'reason' | 'version'> = {
        outcome: 'refused',
        reason: null,
        version: null,
      };
      if (prepared && overtaken) {
        end.reason = { code: 'overtaken' };
      } else if (prepared) {
        end.version = await putVersion(connection, transaction, prepared, now);
        end.outcome = 'committed';
      } else if (next === 'original' && !overtaken) {
        await writeSite(transaction, withNotices({ ...site, active: 0 }, { code: 'fellBack' }));
        end.reason = { code: 'fellBack' };
      }
      await putRound(transaction, origin, { ...round, ...end });
      await transaction.objectStore('checkpoints').delete(origin);
      return end.outcome;
    },
  );
}
