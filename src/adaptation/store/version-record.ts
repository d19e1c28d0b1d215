import * as v from 'valibot';
import { sha256 } from '../../detector/sha256.ts';
import { understood, type Reading, type Writing } from './database.ts';
import { VersionFactsSchema, WeightsSchema, type VersionFacts } from './records.ts';
import type { Version } from '../types.ts';

/** The records of versions: facts, weights and the checksum that holds them together. */

/** Of the order and meaning of the weights; a version of another format is dropped. */
export const WEIGHTS_FORMAT = 2;

type Checked = Pick<VersionFacts, 'origin' | 'createdAt' | 'basis' | 'format'>;

/** SHA-256 over the facts and the weights, in hexadecimal. */
export async function checksum(facts: Checked, weights: ArrayBuffer): Promise<string> {
  const { origin, createdAt, basis, format } = facts;
  const label = new TextEncoder().encode(JSON.stringify([format, origin, createdAt, basis]));
  const all = new Uint8Array(label.length + weights.byteLength);
  all.set(label);
  all.set(new Uint8Array(weights), label.length);
  return sha256(all);
}

/** The facts of a site's versions, or of all, the newest first, and the keys of records that are none. */
export async function readVersionFacts(
  transaction: Reading | Writing,
  origin: string | null,
): Promise<{ facts: VersionFacts[]; broken: [string, number][] }> {
  const store = transaction.objectStore('versions');
  const [keys, values] = await Promise.all(
    origin === null
      ? [store.getAllKeys(), store.getAll()]
      : [store.index('origin').getAllKeys(origin), store.index('origin').getAll(origin)],
  );
  const { facts, broken } = understood(keys, values, (value, key) => {
    const parsed = v.safeParse(VersionFactsSchema, value);
    if (!parsed.success) return null;
    const { origin: site, number } = parsed.output;
    return site === key[0] && number === key[1] ? parsed.output : null;
  });
  return { facts: facts.sort((a, b) => b.number - a.number), broken };
}

/** @returns null if there are none, or they are another version's. */
export async function readWeights(
  transaction: Reading | Writing,
  origin: string,
  number: number,
): Promise<ArrayBuffer | null> {
  const parsed = v.safeParse(WeightsSchema, await transaction.objectStore('weights').get([origin, number]));
  if (!parsed.success || parsed.output.origin !== origin || parsed.output.number !== number) return null;
  return parsed.output.weights;
}

export async function deleteVersions(transaction: Writing, keys: readonly [string, number][]): Promise<void> {
  await Promise.all(
    keys.flatMap((key) => [
      transaction.objectStore('versions').delete(key),
      transaction.objectStore('weights').delete(key),
    ]),
  );
}

/** Of all versions of a site together, on disk. */
export async function versionBytes(transaction: Reading | Writing, origin: string): Promise<number> {
  const { facts } = await readVersionFacts(transaction, origin);
  return facts.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** @returns null if the bytes are no whole number of weights. */
export function toVersion({ number, createdAt, basis }: VersionFacts, weights: ArrayBuffer): Version | null {
  if (weights.byteLength % Float32Array.BYTES_PER_ELEMENT !== 0) return null;
  return { number, createdAt, basis, weights: new Float32Array(weights) };
}
