import * as v from 'valibot';
import { KEPT } from '../contracts/kept.ts';
import { takingOver } from '../kept/former-database.ts';
import { PrivateFolder } from '../kept/private-folder.ts';
import { serialise } from '../settings/serialise.ts';
import { beyondBounds } from './bounds.ts';
import { HistoryRecordSchema, type HistoryRecord } from './record.ts';

/** The history of checked videos: one file, at most some 2 MB, which every change writes anew. */
const NAME = KEPT.folders.history;
const FILE = 'records.json';
const folder = new PrivateFolder(NAME);

const takeOver = takingOver(NAME, async (former) => {
  const sound = former.filter((record) => v.is(HistoryRecordSchema, record));
  const before = await text();
  if (sound.length > 0) await write([...soundIn(before), ...sound], before);
});

/** Changes the history, one change at a time. What is damaged goes. @param work what is to be left of the sound records. */
function change(work: (records: HistoryRecord[]) => HistoryRecord[]): Promise<void> {
  return serialise(NAME, async () => {
    await takeOver();
    const before = await text();
    await write(work(soundIn(before)), before);
  });
}

async function text(): Promise<string> {
  return (await folder.readText(FILE)) ?? '';
}

/** @param before what the file holds; it is left alone where nothing changes. */
async function write(records: readonly HistoryRecord[], before: string): Promise<void> {
  const after = JSON.stringify(records);
  if (records.length === 0) await folder.deleteAll();
  else if (after !== before) await folder.write(FILE, after);
}

function soundIn(file: string): HistoryRecord[] {
  if (file === '') return [];
  try {
    const records: unknown = JSON.parse(file);
    return Array.isArray(records) ? records.filter((record) => v.is(HistoryRecordSchema, record)) : [];
  } catch (error) {
    console.warn('FakeFilter: the history could not be read, and begins anew', error);
    return [];
  }
}

function withinBounds(records: readonly HistoryRecord[], now: number): HistoryRecord[] {
  const oldestFirst = records.toSorted((a, b) => a.at - b.at);
  const gone = new Set(beyondBounds(oldestFirst, now));
  return oldestFirst.filter(({ id }) => !gone.has(id));
}

/** Keeps records, each in the place of one with its id, and brings the history within its bounds. */
export function keepRecords(records: readonly HistoryRecord[], now: number = Date.now()): Promise<void> {
  const fresh = new Map(records.map((record) => [record.id, v.parse(HistoryRecordSchema, record)]));
  return change((kept) => withinBounds([...kept.filter(({ id }) => !fresh.has(id)), ...fresh.values()], now));
}

/** All records, newest first. What is damaged or too old is deleted, and left out. */
export async function listRecords(now: number = Date.now()): Promise<HistoryRecord[]> {
  let left: HistoryRecord[] = [];
  await change((kept) => (left = withinBounds(kept, now)));
  return left.toReversed();
}

/** Deletes the records that `gone` picks. @returns how many. */
export async function deleteRecords(gone: (record: HistoryRecord) => boolean): Promise<number> {
  let deleted = 0;
  await change((kept) => {
    const left = kept.filter((record) => !gone(record));
    deleted = kept.length - left.length;
    return left;
  });
  return deleted;
}
