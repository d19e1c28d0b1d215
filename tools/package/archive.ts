import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { zipSync, type Zippable } from 'fflate';

/** The earliest date that a ZIP archive can tell. */
const DATE = new Date(1980, 0, 1);

/** Path inside the archive, with slashes → bytes. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** A ZIP archive whose bytes follow from its files alone: in the order of their names, all of one date. */
export function archive(files: Files): Uint8Array {
  const entries: Zippable = {};
  for (const [name, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    entries[name] = [bytes, { level: 9, mtime: DATE }];
  }
  return zipSync(entries);
}

/** All files below a folder. */
export async function filesIn(folder: string): Promise<Files> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  return read(folder, names);
}

/** Files of a folder by their names in it. */
export async function read(folder: string, names: readonly string[]): Promise<Files> {
  const files = await Promise.all(
    names.map(
      async (name) => [name.split(path.sep).join('/'), await readFile(path.join(folder, name))] as const,
    ),
  );
  return new Map(files);
}
