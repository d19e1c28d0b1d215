import { KEPT } from '../../contracts/kept.ts';
import type { Notice } from '../../contracts/notice.ts';
import type { Gathered } from '../../contracts/gathered.ts';
import type { Mark, MarkedVideo } from '../../contracts/mark.ts';
import type { LevelScore } from '../level/level.ts';
import type { Round } from '../../contracts/round.ts';
import type { Usage } from '../../contracts/usage.ts';
import { databaseExists } from '../../kept/former-database.ts';
import { forget, gathered, takenAt, usage } from './account.ts';
import { Database, read, type Connection } from './database.ts';
import { evictSamples } from './sample-room.ts';
import { readSite } from './site-record.ts';
import { isNamed, StorageFullError } from './storage-errors.ts';
import {
  canResume,
  dropCheckpoint,
  keepCheckpoint,
  readCheckpoint,
  type Unfinished,
} from './stored-checkpoints.ts';
import { concludeRound, type Finding } from './stored-endings.ts';
import { addRound, readRounds } from './stored-rounds.ts';
import { addScores, readScores, useLevel, type ScoredBy } from './stored-scores.ts';
import { markVideo, readMarks } from './stored-marks.ts';
import { addSamples, expireSamples, readSamples } from './stored-samples.ts';
import { activeVersion, usableVersions, useVersion } from './stored-versions.ts';
import type { Sample, Version } from '../types.ts';

/** Of these the first rewrites files, the second lets go of the old ones. */
const SWEEPS_AFTER = 2;

/** How often samples give way to what is to be written on a full disk, before it is given up. */
const MAX_YIELDS = 3;

export interface StoreOptions {
  /** Of the database. Tests take one each. */
  name?: string;
  /** ms since 1970. */
  now?: () => number;
  /** How long a page that holds the database is waited for, in ms. */
  timeoutMs?: number;
}

/** What tells a version without its weights. */
export type VersionEntry = Omit<Version, 'weights'>;

/**
 * All that adaptation keeps on disk, by origin (`https://example.com`). `basis` is what the network now in use makes of its numbers
 * (`basis.ts`): what stands there of another one is not read. Each call is one transaction or can be repeated, so pages may
 * use stores of their own at once. Any call may throw
 * {@link NewerDatabaseError}, {@link DamagedDatabaseError}, {@link DatabaseBusyError}, {@link SlowDatabaseError} and, if it writes,
 * {@link StorageFullError}.
 */
export class AdaptationStore {
  readonly #database: Database;
  readonly #now: () => number;

  private constructor({ name, now = Date.now, timeoutMs }: StoreOptions) {
    this.#database = new Database(name, timeoutMs);
    this.#now = now;
  }

  /** @throws NewerDatabaseError, DatabaseBusyError */
  static async open(options: StoreOptions = {}): Promise<AdaptationStore> {
    const store = new AdaptationStore(options);
    await store.#database.connect();
    return store;
  }

  /** Whether anything was ever stored. Opening a store would begin a database. */
  static exists(name?: string): Promise<boolean> {
    return databaseExists(name ?? KEPT.databases.learned);
  }

  /**
   * Deletes all that is kept of every site, also what cannot be read.
   * @throws DatabaseBusyError if a page that does not let go of the database keeps it from being emptied as well as deleted.
   */
  static async deleteAll({ name, timeoutMs }: StoreOptions = {}): Promise<void> {
    // First, since all else that a reader of the disk could want is sealed with them; a failure is told when the rest is gone.
    const [keys] = await Promise.allSettled([Database.keys(name).deleteAll()]);
    if (await this.exists(name)) await this.#deleteDatabase({ name, timeoutMs });
    if (keys.status === 'rejected') throw keys.reason;
  }

  static async #deleteDatabase({ name, timeoutMs }: StoreOptions): Promise<void> {
    // What is to go must not wait for this.
    const sweep = (): Promise<void> =>
      Database.sweep(name).catch((error: unknown) => {
        console.warn('FakeFilter: what was deleted may still lie in the files of the browser', error);
      });
    await sweep();
    const store = new AdaptationStore({ name, timeoutMs });
    const emptied = await store.forget(null).then(
      () => true,
      (error: unknown) => {
        console.warn('FakeFilter: what was learned could not be emptied, and is deleted as a whole', error);
        return false;
      },
    );
    store.close();
    try {
      await Database.delete(name, timeoutMs);
    } catch (error) {
      if (!emptied) throw error;
    }
    for (let round = 0; round < SWEEPS_AFTER; round++) await sweep();
  }

  /** Lets go of the database; the next call opens it again. */
  close(): void {
    this.#database.close();
  }

  /**
   * Puts samples through the reservoir of their site, from which those of another basis go. Faces of a trusted video are trusted.
   * @returns the ids of those kept, in the given order.
   */
  addSamples(origin: string, basis: string, samples: readonly Sample[]): Promise<string[]> {
    return this.#write((connection) => addSamples(connection, origin, basis, samples, this.#now()));
  }

  /** Those of a site that can be learned from, the oldest first. Damaged ones are removed, and the site's notice says so. */
  samples(origin: string, basis: string): Promise<Sample[]> {
    return this.#write((connection) => readSamples(connection, origin, basis, this.#now()));
  }

  /** Keeps what videos of a site said of the people in them; the newest, of one network. */
  addScores(origin: string, by: ScoredBy, scores: readonly LevelScore[]): Promise<void> {
    return this.#write((connection) => addScores(connection, origin, by, scores, this.#now()));
  }

  /** Scores of a site that were made so, and whether its level is to be used. Damaged ones are left out. */
  scores(origin: string, by: ScoredBy): Promise<{ scores: LevelScore[]; used: boolean }> {
    return this.#write((connection) => readScores(connection, origin, by, this.#now()));
  }

  /** Whether a site's level is taken into account. */
  useLevel(origin: string, used: boolean): Promise<void> {
    return this.#write((connection) => useLevel(connection, origin, used));
  }

  /** Marks a video, or takes its mark back with null. @returns the number of its faces that are kept. */
  mark(origin: string, video: string, mark: Mark | null): Promise<number> {
    return this.#write((connection) => markVideo(connection, origin, video, mark, this.#now()));
  }

  /** What the user said of a site's videos, the oldest first. */
  marks(origin: string): Promise<MarkedVideo[]> {
    return this.#database.run((connection) => readMarks(connection, origin, this.#now()));
  }

  /** @param basis null while it is not known: samples of any are counted. */
  gathered(origin: string, basis: string | null): Promise<Gathered> {
    return this.#database.run((connection) => gathered(connection, origin, basis, this.#now()));
  }

  /** When the faces of a site that can be learned from were taken, ms since 1970. None of them is decrypted for it. @param basis as in {@link gathered}. */
  takenAt(origin: string, basis: string | null): Promise<number[]> {
    return this.#database.run((connection) => takenAt(connection, origin, basis, this.#now()));
  }

  /** Every site of which anything is kept. */
  usage(): Promise<Usage[]> {
    return this.#database.run((connection) => usage(connection, this.#now()));
  }

  /** Deletes all that is kept of a site, and its key; `null`: of every site. */
  forget(origin: string | null): Promise<void> {
    return this.#write((connection) => forget(connection, origin));
  }

  /**
   * Deletes the samples of all sites that are too old, or of another basis than the one given, and interrupted rounds that trained
   * on what is gone. @returns the number of samples.
   */
  expire(basis: string | null): Promise<number> {
    return this.#write((connection) => expireSamples(connection, basis, this.#now()));
  }

  /**
   * The versions that can be used, the newest first. Damaged ones and those of another basis or format are deleted; if one was in use, the next older one is, or the original, and the notice says so.
   */
  versions(origin: string, basis: string): Promise<VersionEntry[]> {
    return this.#write(async (connection) => {
      const usable = await usableVersions(connection, origin, basis);
      return usable.map(({ number, createdAt }) => ({ number, createdAt, basis }));
    });
  }

  /** The version in use, after the same inspection as {@link versions}; null is the original. */
  active(origin: string, basis: string): Promise<Version | null> {
    return this.#write((connection) => activeVersion(connection, origin, basis));
  }

  /** Chooses a version; the notice goes. @param number 0 is the original. @throws CodedError if the site has no such version. */
  use(origin: string, number: number): Promise<void> {
    return this.#write((connection) => useVersion(connection, origin, number));
  }

  /**
   * Ends a round, all at once: puts its version in use (the last three are kept), or the original again, drops its checkpoint and writes
   * it down. If the version in use is not the one any more that it was compared with, that one stays.
   * @throws CodedError if what it learned from was deleted meanwhile; nothing is changed then.
   */
  conclude(origin: string, finding: Finding): Promise<Round['outcome']> {
    return this.#write((connection) => concludeRound(connection, origin, finding, this.#now()));
  }

  /** Writes down a round that found nothing; the last 20 of a site are kept, and the newest figure. */
  addRound(origin: string, round: Round): Promise<void> {
    return this.#write((connection) => addRound(connection, origin, round));
  }

  /** The newest first. */
  rounds(origin: string): Promise<Round[]> {
    return this.#database.run((connection) => readRounds(connection, origin));
  }

  /** Where a round stands, so that it can go on after the page or the browser ended. */
  keepCheckpoint(origin: string, round: Unfinished): Promise<void> {
    return this.#write((connection) => keepCheckpoint(connection, origin, round));
  }

  /** The interrupted round of a site; null if there is none, or none on this basis. */
  checkpoint(origin: string, basis: string): Promise<Unfinished | null> {
    return this.#database.run((connection) => readCheckpoint(connection, origin, basis));
  }

  /** Whether the interrupted round of a site can go on. One that cannot, on another basis or without one of its samples, is dropped. */
  canResume(origin: string, basis: string): Promise<boolean> {
    return this.#write((connection) => canResume(connection, origin, basis, this.#now()));
  }

  dropCheckpoint(origin: string): Promise<void> {
    return this.#write((connection) => dropCheckpoint(connection, origin));
  }

  /** What happened that the user should know, the oldest first. */
  notices(origin: string): Promise<Notice[]> {
    return this.#database.run((connection) =>
      read(connection, ['sites'], async (transaction) => (await readSite(transaction, origin)).notices),
    );
  }

  /** Writes, and lets samples give way a bounded number of times if the disk is full. */
  async #write<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    for (let yields = 0; ; yields++) {
      try {
        return await this.#database.run(work);
      } catch (error) {
        if (!isNamed(error, 'QuotaExceededError')) throw error;
        if (yields >= MAX_YIELDS || !(await this.#evictSamples())) throw new StorageFullError(error);
      }
    }
  }

  /** @returns false if nothing could be removed. */
  async #evictSamples(): Promise<boolean> {
    try {
      return await this.#database.run((connection) => evictSamples(connection, this.#now()));
    } catch (error) {
      // So full that not even a deletion can be written down.
      if (isNamed(error, 'QuotaExceededError')) return false;
      throw error;
    }
  }
}
