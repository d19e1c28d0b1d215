import { mkdir, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { ResultLog } from '../measuring/cache.ts';
import { csvLine } from '../lib/manifest/csv.ts';
import type { CropAnswer } from '../page/requests.ts';
import type { Item } from '../lib/manifest/items.ts';
import { UsageError } from '../lib/command-line/usage-error.ts';

/** A folder of face crops: pictures, `manifest.csv`, and a log of what is done. */

const number = v.pipe(v.number(), v.finite());
const RowSchema = v.object({
  /** Relative to the folder. */
  path: v.string(),
  /** Media time in seconds. */
  time: number,
  /** x, y, width, height in px of the frame. */
  box: v.array(number),
  /** x and y of six points, in fractions of the crop; empty where none were found. */
  keypoints: v.array(number),
});
const EntrySchema = v.object({ item: v.string(), reason: v.nullable(v.string()), rows: v.array(RowSchema) });
export type CropEntry = v.InferOutput<typeof EntrySchema>;

const COLUMNS = ['path', 'dataset', 'label', 'method', 'source', 'group', 'time', 'box', 'keypoints'];

/** The nearest folder above a path that exists, with links followed. */
async function nearestReal(folder: string): Promise<string> {
  return realpath(folder).catch(() => nearestReal(path.dirname(folder)));
}

/**
 * Faces of research sets must not come near a commit.
 * @throws UsageError if a folder lies inside the repository.
 */
export async function assertOutside(folder: string, repository: string): Promise<void> {
  const inside = path.relative(await realpath(repository), await nearestReal(path.resolve(folder)));
  if (inside === '' || (!inside.startsWith('..') && !path.isAbsolute(inside))) {
    throw new UsageError(
      `--out ${folder} lies inside the repository, into which no picture of a data set may come; choose a folder elsewhere`,
    );
  }
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}

/** The folder of an item's crops and the name of one of them: `set/real/clip/000640.png`, by its time in ms. */
export function cropPath(itemPath: string, timeMs: number): string {
  // The extension stays part of the name: a.jpg and a.png are two items. What leads out of the folder does not.
  const inside = path.posix.join('/', itemPath.replaceAll('\\', '/')).slice(1);
  return `${inside}/${String(Math.round(timeMs)).padStart(6, '0')}.png`;
}

export class CropStore {
  readonly #folder: string;
  readonly #log: ResultLog<CropEntry>;

  private constructor(folder: string, log: ResultLog<CropEntry>) {
    this.#folder = folder;
    this.#log = log;
  }

  static async open(folder: string): Promise<CropStore> {
    const log = await ResultLog.open(path.join(folder, 'crops.jsonl'), (json) => v.parse(EntrySchema, json));
    return new CropStore(folder, log);
  }

  /** What is known by a task's key. */
  get(key: string): CropEntry | undefined {
    return this.#log.get(key);
  }

  /** Writes the crops of an item, and when all are there notes it as done. */
  async add(
    key: string,
    item: Item,
    crops: readonly CropAnswer[],
    reason: string | null,
  ): Promise<CropEntry> {
    const rows = [];
    for (const { timeMs, box, keypoints, png } of crops) {
      const name = cropPath(item.path, timeMs);
      await mkdir(path.join(this.#folder, path.dirname(name)), { recursive: true });
      await writeFile(path.join(this.#folder, name), Buffer.from(png, 'base64'));
      rows.push({
        path: name,
        time: rounded(timeMs / 1000),
        box: [box.x, box.y, box.width, box.height].map(rounded),
        keypoints: keypoints.flatMap(({ x, y }) => [rounded(x), rounded(y)]),
      });
    }
    const entry = { item: item.path, reason, rows };
    this.#log.add(key, entry);
    return entry;
  }

  /** Writes `manifest.csv` anew: the crops of these items. */
  async writeManifest(items: readonly { item: Item; entry: CropEntry }[]): Promise<void> {
    const lines = items.flatMap(({ item, entry }) =>
      entry.rows.map(({ path: name, time, box, keypoints }) =>
        csvLine([
          ...[name, item.dataset, item.label, item.method, item.source, item.group],
          ...[time, box.join(' '), keypoints.join(' ')],
        ]),
      ),
    );
    await writeFile(path.join(this.#folder, 'manifest.csv'), `${[COLUMNS.join(','), ...lines].join('\n')}\n`);
  }
}
