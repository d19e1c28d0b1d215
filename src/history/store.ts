import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import * as v from 'valibot';
import { KEPT } from '../contracts/kept.ts';
import { beyondBounds } from './bounds.ts';
import { HistoryRecordSchema, type HistoryRecord } from './record.ts';

/** The history of checked videos, in the IndexedDB database `fakefilter-history` of this browser profile. */
const NAME = KEPT.databases.history;

interface Schema extends DBSchema {
  records: { key: string; value: HistoryRecord; indexes: { at: number } };
}

async function opened<T>(work: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
  const database = await openDB<Schema>(NAME, 1, {
    upgrade(fresh) {
      fresh.createObjectStore('records', { keyPath: 'id' }).createIndex('at', 'at');
    },
  });
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

/** Keeps records, each in the place of one with its id, and brings the history within its bounds. */
export function keepRecords(records: readonly HistoryRecord[], now: number = Date.now()): Promise<void> {
  return opened(async (database) => {
    const change = database.transaction('records', 'readwrite');
    for (const record of records) await change.store.put(v.parse(HistoryRecordSchema, record));
    for (const id of beyondBounds(await change.store.index('at').getAll(), now))
      await change.store.delete(id);
    await change.done;
  });
}

/** All records, newest first. What is damaged or too old is deleted, and left out. */
export function listRecords(now: number = Date.now()): Promise<HistoryRecord[]> {
  return opened(async (database) => {
    const change = database.transaction('records', 'readwrite');
    const sound: HistoryRecord[] = [];
    for (let cursor = await change.store.openCursor(); cursor; cursor = await cursor.continue()) {
      if (v.is(HistoryRecordSchema, cursor.value)) sound.push(cursor.value);
      else await cursor.delete();
    }
    sound.sort((a, b) => a.at - b.at);
    const gone = new Set(beyondBounds(sound, now));
    for (const id of gone) await change.store.delete(id);
    await change.done;
    return sound.filter(({ id }) => !gone.has(id)).reverse();
  });
}

/** Deletes the records that `gone` picks. @returns how many. */
export function deleteRecords(gone: (record: HistoryRecord) => boolean): Promise<number> {
  return opened(async (database) => {
    const change = database.transaction('records', 'readwrite');
    let deleted = 0;
    for (let cursor = await change.store.openCursor(); cursor; cursor = await cursor.continue()) {
      if (v.is(HistoryRecordSchema, cursor.value) && !gone(cursor.value)) continue;
      await cursor.delete();
      deleted++;
    }
    await change.done;
    return deleted;
  });
}
