import type { Round } from '../../../src/contracts/round.ts';
import 'fake-indexeddb/auto';
import 'opfs-mock';
import { deleteDB, openDB } from 'idb';
import * as v from 'valibot';
import { AdaptationStore, type StoreOptions } from '../../../src/adaptation/store/store.ts';
import type { Finding } from '../../../src/adaptation/store/stored-endings.ts';
import type { Draft } from '../../../src/adaptation/store/stored-versions.ts';
import { NOW, round, sample } from './samples.ts';

/** A database for each test, in memory, and a way to look at it past the store. */

export const SITE = 'https://example.com';
export const OTHER = 'https://other.example';
/** Of all samples and versions, unless told otherwise. */
export const BASIS = 'network 1, ranges 1';

let made = 0;
const open: AdaptationStore[] = [];

/** A name that no test used before. */
export function freshName(): string {
  return `test ${++made}`;
}

export async function openStore(options: StoreOptions = {}): Promise<AdaptationStore> {
  const store = await AdaptationStore.open({ name: freshName(), now: () => NOW, ...options });
  open.push(store);
  return store;
}

/** Ends a round on what stands in the store, unless told otherwise. */
export async function conclude(
  store: AdaptationStore,
  origin: string,
  next: Finding['next'],
  given: Partial<Finding> = {},
): Promise<Round['outcome']> {
  const samples = (await store.samples(origin, BASIS)).map(({ id }) => id);
  const active = (await store.active(origin, BASIS))?.number ?? 0;
  return store.conclude(origin, { samples, active, next, round: round(), ...given });
}

/** Puts a version in use, as a round does that learned from a face. @returns its number. */
export async function commit(store: AdaptationStore, origin: string, draft: Draft): Promise<number> {
  if ((await store.gathered(origin, BASIS)).faces === 0) await store.addSamples(origin, BASIS, [sample()]);
  await conclude(store, origin, draft);
  return (await store.active(origin, BASIS))?.number ?? 0;
}

export function closeStores(): void {
  for (const store of open.splice(0)) store.close();
}

const Rows = v.array(v.record(v.string(), v.unknown()));
export type Row = Record<string, unknown>;

/** All records of one object store, as they lie there. */
export async function rows(name: string, store: string): Promise<Row[]> {
  const db = await openDB(name);
  const all: unknown = await db.getAll(store);
  db.close();
  return v.parse(Rows, all);
}

/** Puts records as they should not be. */
export async function tamper(name: string, store: string, ...records: Row[]): Promise<void> {
  const db = await openDB(name);
  for (const record of records) await db.put(store, record);
  db.close();
}

/** The names of the key files of a database. */
export async function keyFiles(name: string): Promise<string[]> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(`${name}-keys`, { create: true });
  const names: string[] = [];
  for await (const file of folder.keys()) names.push(file);
  return names;
}

export function deleteDatabase(name: string): Promise<void> {
  return deleteDB(name);
}
