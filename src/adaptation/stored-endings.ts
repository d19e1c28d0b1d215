import { write, type Connection } from './database.ts';
import { readSite, withNotice, writeSite } from './site-record.ts';
import { putRound } from './stored-rounds.ts';
import { prepareVersion, putVersion, type Draft } from './stored-versions.ts';
import type { Round } from './types.ts';

/** The end of a round on disk: what judges from then on, and the record that says so, together or not at all. */

/** What a round found, and on what. */
export interface Finding {
  /** Ids of the samples that it learned from. */
  samples: readonly string[];
  /** The version that was in use when it began, and was tested with the new one; 0 is the original. */
  active: number;
  /** What is to judge: a new version, the original again, or, with null, what judged before. */
  next: Draft | 'original' | null;
  round: Omit<Round, 'outcome' | 'detail' | 'version'>;
}

const FELL_BACK =
  'What was learned here no longer passed its tests on newly gathered faces, so the original judges again.';
const OVERTAKEN =
  'A new version passed every check, but another one was put in use meanwhile, and that was kept.';

/**
 * Puts in use what a round found to be better, unless the version in use is no longer the one that it was compared with, and writes the
 * round down.
 * @throws Error if the samples that it learned from were deleted meanwhile; nothing is changed then.
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
      if (!samples.some((id) => kept.has(id))) throw new Error('What it learned from was deleted meanwhile');
      const site = await readSite(transaction, origin);
      const overtaken = site.active !== active;
      const end: Pick<Round, 'outcome' | 'detail' | 'version'> = {
        outcome: 'refused',
        detail: '',
        version: null,
      };
      if (prepared && overtaken) {
        end.detail = OVERTAKEN;
      } else if (prepared) {
        end.version = await putVersion(connection, transaction, prepared, now);
        end.outcome = 'committed';
      } else if (next === 'original' && !overtaken) {
        await writeSite(transaction, withNotice({ ...site, active: 0 }, FELL_BACK));
        end.detail = FELL_BACK;
      }
      await putRound(transaction, origin, { ...round, ...end });
      await transaction.objectStore('checkpoints').delete(origin);
      return end.outcome;
    },
  );
}
