import { deleteDB, openDB, type IDBPDatabase, type IDBPTransaction } from 'idb';
import { KEPT } from '../../contracts/kept.ts';
import { PrivateFolder } from '../../kept/private-folder.ts';
import type { Schema } from './records.ts';
import {
  DamagedDatabaseError,
  DatabaseBusyError,
  isNamed,
  NewerDatabaseError,
  SlowDatabaseError,
} from './storage-errors.ts';

const DATABASE_NAME: string = KEPT.databases.learned;
const DATABASE_VERSION = 2;
/** A page that does not let go of the database (one of an older version) is not waited for longer, in ms. */
const OPEN_TIMEOUT_MS = 5000;
/** A slow disk, or a deletion under way, is waited for so many times as long: a minute. */
const SLOW_DISK = 12;
/** What a sweep writes, in bytes, and how long it waits then, in ms. */
const FILLER_BYTES = 65_536;
const AFTER_SWEEP_MS = 300;
/** How often one piece of work is begun anew because the database was closed under it. */
const ATTEMPTS = 3;

type StoreName = 'samples' | 'sealed' | 'versions' | 'weights' | 'sites' | 'rounds' | 'keys' | 'checkpoints';
export type Reading = IDBPTransaction<Schema, StoreName[]>;
export type Writing = IDBPTransaction<Schema, StoreName[], 'readwrite'>;

/** One open database, and what was learned of its contents; a new one begins with nothing. */
export interface Connection {
  readonly db: IDBPDatabase<Schema>;
  /** Keys by name, each a file. */
  readonly keys: PrivateFolder;
  /** Faces at the cut by sample, so that they are decrypted once. */
  readonly faces: Map<string, Uint8Array>;
  /** Checksums of weights that were found right. */
  readonly sound: Set<string>;
}

/** Keeps a connection, and opens another where one was lost: deleted, upgraded by another page, or closed by the browser. */
export class Database {
  readonly #name: string;
  readonly #timeoutMs: number;
  #connection: Promise<Connection> | null = null;

  constructor(name = DATABASE_NAME, timeoutMs = OPEN_TIMEOUT_MS) {
    this.#name = name;
    this.#timeoutMs = timeoutMs;
  }

  /**
   * Does the work, from its beginning again if the database is lost in the middle of it. So it must be one transaction at its
   * end, or bear repetition.
   * @throws NewerDatabaseError, DamagedDatabaseError, DatabaseBusyError, SlowDatabaseError
   */
  async run<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    let lost: unknown;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const opening = this.connect();
      const connection = await opening;
      try {
        return await work(connection);
      } catch (error) {
        // What `createStores` made is not there.
        if (isNamed(error, 'NotFoundError')) throw new DamagedDatabaseError(error);
        const current = this.#connection === opening;
        // AbortError is also what the work gets if the browser closed the database while a transaction ran.
        if (!isNamed(error, 'InvalidStateError') && (current || !isNamed(error, 'AbortError'))) throw error;
        if (current) this.close();
        lost = error;
      }
    }
    throw new DatabaseBusyError(lost);
  }

  /** The keys of a database. */
  static keys(name = DATABASE_NAME): PrivateFolder {
    return new PrivateFolder(`${name}-keys`);
  }

  /**
   * Deletes the whole database, whatever is in it and whichever version wrote it.
   * @throws DatabaseBusyError if a page does not let go of it; it is deleted when that is closed.
   */
  static async delete(name = DATABASE_NAME, timeoutMs = OPEN_TIMEOUT_MS): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new DatabaseBusyError()), timeoutMs * SLOW_DISK);
    });
    try {
      await Promise.race([deleteDB(name), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * What is deleted lies in the browser's files until it rewrites them, which it may not do for months. It mostly does so around a
   * database that is deleted: so one is made next to the other and deleted. Before a deletion this brings what was written last into
   * those files, after it what was deleted out of them. A busy Chromium rewrites later than any page can wait, so no secret may
   * depend on it: the keys are files.
   */
  static async sweep(name = DATABASE_NAME): Promise<void> {
    const neighbour = `${name}-sweep`;
    const db = await openDB(neighbour, 1, { upgrade: (made) => void made.createObjectStore('filler') });
    await db.put('filler', crypto.getRandomValues(new Uint8Array(FILLER_BYTES)), 1);
    db.close();
    await deleteDB(neighbour);
    // Rewriting begins after the answer.
    await new Promise((resolve) => setTimeout(resolve, AFTER_SWEEP_MS));
  }

  connect(): Promise<Connection> {
    if (this.#connection) return this.#connection;
    const opening = this.#open(() => {
      if (this.#connection === opening) this.#connection = null;
    });
    this.#connection = opening;
    // A failure is the answer to those who wait for it now; the next call tries again.
    opening.catch(() => {
      if (this.#connection === opening) this.#connection = null;
    });
    return opening;
  }

  close(): void {
    this.#connection?.then(
      ({ db }) => db.close(),
      () => undefined, // never opened
    );
    this.#connection = null;
  }

  async #open(onLost: () => void): Promise<Connection> {
    let gaveUp = false;
    const timers: ReturnType<typeof setTimeout>[] = [];
    let late: (error: Error) => void = () => undefined;
    const giveUpAfter = (ms: number, error: Error): void => {
      timers.push(setTimeout(() => late(error), ms));
    };
    const opened = openDB<Schema>(this.#name, DATABASE_VERSION, {
      upgrade: (db, from, _, transaction) => (from === 0 ? createStores(db) : dropSealed(db, transaction)),
      // Somebody was asked to let go, and did not.
      blocked: () => giveUpAfter(this.#timeoutMs, new DatabaseBusyError()),
      blocking(_current, _wanted, event) {
        // Whoever wants to delete or upgrade it must not wait for us; work under way is still finished.
        onLost();
        if (event.target instanceof IDBDatabase) event.target.close();
      },
      terminated: onLost,
    }).then((db) => {
      if (gaveUp) db.close();
      return db;
    });
    const givenUp = new Promise<never>((_, reject) => {
      late = (error) => {
        gaveUp = true;
        reject(error);
      };
    });
    giveUpAfter(this.#timeoutMs * SLOW_DISK, new SlowDatabaseError());
    try {
      const db = await Promise.race([opened, givenUp]);
      return { db, keys: Database.keys(this.#name), faces: new Map(), sound: new Set() };
    } catch (error) {
      throw isNamed(error, 'VersionError') ? new NewerDatabaseError(error) : error;
    } finally {
      timers.forEach(clearTimeout);
    }
  }
}

function createStores(db: IDBPDatabase<Schema>): void {
  db.createObjectStore('samples', { keyPath: 'id' }).createIndex('origin', 'origin');
  db.createObjectStore('sealed', { keyPath: 'id' });
  db.createObjectStore('versions', { keyPath: ['origin', 'number'] }).createIndex('origin', 'origin');
  db.createObjectStore('weights', { keyPath: ['origin', 'number'] });
  db.createObjectStore('sites', { keyPath: 'origin' });
  db.createObjectStore('rounds', { keyPath: 'key', autoIncrement: true }).createIndex('origin', 'origin');
  db.createObjectStore('keys', { keyPath: 'id' });
  db.createObjectStore('checkpoints', { keyPath: 'origin' });
}

/** Version 1 kept one key for all sites, in the database. What it sealed goes with it; faces are gathered anew. */
function dropSealed(
  db: IDBPDatabase<Schema>,
  transaction: IDBPTransaction<Schema, StoreName[], 'versionchange'>,
): void {
  for (const store of ['samples', 'sealed', 'keys'] as const)
    if (db.objectStoreNames.contains(store)) void transaction.objectStore(store).clear();
}

/** A consistent look at several stores. `work` must wait for nothing but the database. */
export async function read<T>(
  { db }: Connection,
  stores: StoreName[],
  work: (transaction: Reading) => Promise<T>,
): Promise<T> {
  const transaction = db.transaction(stores, 'readonly');
  // A failed request fails `work` as well, which is what is told.
  transaction.done.catch(() => undefined);
  return work(transaction);
}

/** All or nothing. `work` must wait for nothing but the database; if it throws, nothing is changed. */
export async function write<T>(
  { db }: Connection,
  stores: StoreName[],
  work: (transaction: Writing) => Promise<T>,
): Promise<T> {
  const transaction = db.transaction(stores, 'readwrite');
  const done = transaction.done.then(
    () => null,
    (error: unknown) => ({ error }),
  );
  let result: T;
  try {
    result = await work(transaction);
  } catch (error) {
    try {
      transaction.abort();
    } catch {
      // It is over already.
    }
    await done;
    // A disk that fills up aborts the transaction; its requests then only say "AbortError".
    throw transaction.error ?? error;
  }
  const failure = await done;
  if (failure) throw transaction.error ?? failure.error;
  return result;
}

/**
 * What can be understood of the records of a store, and the keys of those that cannot.
 * @param understand null for a record that is none, or that lies under another's key.
 */
export function understood<K, T>(
  keys: readonly K[],
  values: readonly unknown[],
  understand: (value: unknown, key: K) => T | null,
): { facts: T[]; broken: K[] } {
  const facts: T[] = [];
  const broken: K[] = [];
  keys.forEach((key, index) => {
    const fact = understand(values[index], key);
    if (fact === null) broken.push(key);
    else facts.push(fact);
  });
  return { facts, broken };
}
