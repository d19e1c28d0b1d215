import { openDB, type IDBPDatabase, type IDBPTransaction } from 'idb';
import type { Schema } from './records.ts';
import { DatabaseBusyError, isNamed, NewerDatabaseError } from './storage-errors.ts';

const DATABASE_NAME = 'fakefilter-adaptation';
const DATABASE_VERSION = 1;
/** A page that does not let go of the database (an older version, or a deletion under way) is not waited for longer, in ms. */
const OPEN_TIMEOUT_MS = 5000;
/** How often one piece of work is begun anew because the database was closed under it. */
const ATTEMPTS = 3;

type StoreName = 'samples' | 'sealed' | 'versions' | 'weights' | 'sites' | 'rounds' | 'keys' | 'checkpoints';
export type Reading = IDBPTransaction<Schema, StoreName[]>;
export type Writing = IDBPTransaction<Schema, StoreName[], 'readwrite'>;

/** One open database, and what was learned of its contents; a new one begins with nothing. */
export interface Connection {
  readonly db: IDBPDatabase<Schema>;
  /** Features by sample, so that they are decrypted once. */
  readonly features: Map<string, Float32Array>;
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
   * @throws NewerDatabaseError, DatabaseBusyError
   */
  async run<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    let lost: unknown;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const opening = this.connect();
      const connection = await opening;
      try {
        return await work(connection);
      } catch (error) {
        const current = this.#connection === opening;
        // AbortError is also what the work gets if the browser closed the database while a transaction ran.
        if (!isNamed(error, 'InvalidStateError') && (current || !isNamed(error, 'AbortError'))) throw error;
        if (current) this.close();
        lost = error;
      }
    }
    throw new DatabaseBusyError(lost);
  }

  /** Whether there is one; asking does not make it. */
  static async exists(name = DATABASE_NAME): Promise<boolean> {
    return (await indexedDB.databases()).some((database) => database.name === name);
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
    const opened = openDB<Schema>(this.#name, DATABASE_VERSION, {
      upgrade: createStores,
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
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        gaveUp = true;
        reject(new DatabaseBusyError());
      }, this.#timeoutMs);
    });
    try {
      return { db: await Promise.race([opened, late]), features: new Map(), sound: new Set() };
    } catch (error) {
      throw isNamed(error, 'VersionError') ? new NewerDatabaseError(error) : error;
    } finally {
      clearTimeout(timer);
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
