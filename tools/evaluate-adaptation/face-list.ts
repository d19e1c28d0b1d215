import path from 'node:path';
import { cacheKey, fileIdentity } from '../measuring/cache.ts';
import type { Condition } from '../lib/manifest/conditions.ts';
import type { Cuts, Wanted } from '../measuring/cuts.ts';
import { writeFaceSet } from '../lib/faces/face-set.ts';
import type { Item } from '../lib/manifest/items.ts';
import { taskOf } from '../measuring/task.ts';
import type { Treatment } from '../lib/manifest/treatment.ts';

/** Faces of items on disk, as the page takes them. */
export interface FaceList {
  /** Names what is in it. */
  key: string;
  /** The set of faces. */
  file: string;
  /** The item of each face. */
  items: Item[];
}

export interface ListOptions {
  treatment: Treatment;
  condition: Condition;
  /** Of each video. */
  frames: number;
  /** For the user. */
  what: string;
}

/**
 * Looks at items and writes their faces into one file. Items without a face are left out, which {@link Cuts} tells of.
 * @param folder for the file. @throws as {@link Cuts.make}.
 */
export async function faceList(
  items: readonly Item[],
  cuts: Cuts,
  folder: string,
  { treatment, condition, frames, what }: ListOptions,
): Promise<FaceList> {
  const wanted = items.map((item): Wanted => ({
    task: taskOf(item, treatment, condition, frames),
    options: { mirror: true, blends: false },
  }));
  await cuts.make(wanted, what);
  const keys: (string | null)[] = [];
  for (const one of wanted) keys.push(await cuts.key(one));
  const key = cacheKey(keys);
  const file = path.join(folder, `${key}.set`);
  if ((await fileIdentity(file)) === null) await writeFaceSet(file, facesOf(wanted, cuts));
  const ofFaces: Item[] = [];
  for (const one of wanted) {
    const found = (await cuts.read(one))?.faces.length ?? 0;
    ofFaces.push(...Array.from({ length: found }, () => one.task.item));
  }
  return { key, file, items: ofFaces };
}

async function* facesOf(wanted: readonly Wanted[], cuts: Cuts): AsyncGenerator<readonly Uint16Array[]> {
  for (const one of wanted) {
    for (const { pictures } of (await cuts.read(one))?.faces ?? []) yield pictures;
  }
}
