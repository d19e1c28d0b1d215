import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import * as v from 'valibot';
import { KEPT } from '../../contracts/kept.ts';
import { CheckRecordSchema, type CheckRecord } from './record.ts';

/** Results kept in the browser's database until they are removed: no files, but small pictures of their frames. */

interface Schema extends DBSchema {
  records: { key: string; value: unknown };
  /** What the oldest and the space taken are told by, without reading all pictures. */
  entries: { key: string; value: Entry; indexes: { checkedAt: number } };
}

interface Entry {
  id: string;
  checkedAt: number;
  bytes: number;
}

/** What is kept at most; the oldest results go first. First choice. */
const LIMITS = { records: 200, bytes: 60_000_000 } as const;

export class CheckStore {
  #db: Promise<IDBPDatabase<Schema>>;
  readonly #name: string;
  readonly #limits: { records: number; bytes: number };
  readonly #onDeleted: () => void;

  /** @param onDeleted called when everything was deleted from elsewhere. */
  constructor(
    onDeleted: () => void,
    name: string = KEPT.databases.checks,
    limits: { records: number; bytes: number } = LIMITS,
  ) {
    this.#onDeleted = onDeleted;
    this.#name = name;
    this.#limits = limits;
    this.#db = this.#open();
  }

  #open(): Promise<IDBPDatabase<Schema>> {
    const opened = openDB<Schema>(this.#name, 1, {
      upgrade(db) {
        db.createObjectStore('records');
        db.createObjectStore('entries', { keyPath: 'id' }).createIndex('checkedAt', 'checkedAt');
      },
      // The database is being deleted, and not held back; it is opened anew, empty, once it is gone.
      blocking: (_version, _blocked, event) => {
        if (event.target instanceof IDBDatabase) event.target.close();
        this.#db = this.#open();
        this.#onDeleted();
      },
    });
    // Whoever asks first is told.
    opened.catch(() => undefined);
    return opened;
  }

  /** All results that can be understood, the newest first; the others are deleted. */
  async all(): Promise<CheckRecord[]> {
    const db = await this.#db;
    const keys = await db.getAllKeys('records');
    const found: CheckRecord[] = [];
    const broken = new Set<string>();
    for (const key of keys) {
      const parsed = v.safeParse(CheckRecordSchema, await db.get('records', key));
      if (parsed.success) found.push(parsed.output);
      else broken.add(key);
    }
    if (broken.size > 0) {
      console.warn(`FakeFilter: ${broken.size} kept results could not be understood and are deleted.`);
      await this.remove(broken);
    }
    return found.sort((a, b) => b.checkedAt - a.checkedAt);
  }

  /** Keeps a result, in place of one with its id. Makes room by deleting the oldest. */
  async put(record: CheckRecord): Promise<void> {
    const bytes = JSON.stringify(record).length;
    const transaction = (await this.#db).transaction(['records', 'entries'], 'readwrite');
    const [records, entries] = [transaction.objectStore('records'), transaction.objectStore('entries')];
    await records.put(record, record.id);
    await entries.put({ id: record.id, checkedAt: record.checkedAt, bytes });
    const oldestFirst = await entries.index('checkedAt').getAll();
    let count = oldestFirst.length;
    let total = oldestFirst.reduce((sum, entry) => sum + entry.bytes, 0);
    for (const entry of oldestFirst) {
      if (count <= this.#limits.records && total <= this.#limits.bytes) break;
      count--;
      total -= entry.bytes;
      await records.delete(entry.id);
      await entries.delete(entry.id);
    }
    await transaction.done;
  }

  /** How many results are kept, and about how many bytes they take. */
  async size(): Promise<{ records: number; bytes: number }> {
    const entries = await (await this.#db).getAll('entries');
    return { records: entries.length, bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0) };
  }

  async remove(ids: Iterable<string>): Promise<void> {
    const transaction = (await this.#db).transaction(['records', 'entries'], 'readwrite');
    for (const id of ids) {
      await transaction.objectStore('records').delete(id);
      await transaction.objectStore('entries').delete(id);
    }
    await transaction.done;
  }

  async close(): Promise<void> {
    (await this.#db).close();
  }
}
