import path from 'node:path';
import type { ManifestRow } from './manifest.ts';
import { position } from './parts.ts';

/** What gets one score: a video, a picture, or a clip that the manifest gives as pictures. */
export interface Item {
  /** Of a clip what the names of its pictures have in common. */
  path: string;
  kind: 'image' | 'video';
  /** One, but for clips: those in order of time. */
  files: readonly ItemFile[];
  dataset: string;
  label: ManifestRow['label'];
  method: string;
  source: string;
  group: string;
  crop: ManifestRow['crop'];
}

interface ItemFile {
  file: string;
  path: string;
  medium: 'video' | 'picture';
  /** Media time of a clip's picture, from its number; 0 otherwise. */
  timeMs: number;
}

/** Numbers in the names of a clip's pictures count frames at this rate, as DeepFakeTIMIT's do. */
const FRAMES_PER_SECOND = 25;

/** `…/<subject>__<clip>__<frame number>.jpg` */
const FRAME_NAME = /^(.+)__(\d+)$/;

/**
 * The clip a picture is a frame of, and its number. A picture is one where its name ends in `__` and a number, and what comes
 * before is or ends in the manifest's `source`: `fjem0__sx364__174.jpg` of the source `sx364`.
 * @returns null for a picture that stands by itself.
 */
export function clipFrame({ path: given, source, medium }: Pick<ManifestRow, 'path' | 'source' | 'medium'>): {
  clip: string;
  frame: number;
} | null {
  if (medium === 'video' || source === '') return null;
  const { dir, name } = path.posix.parse(given);
  const [, clip = '', frame = ''] = FRAME_NAME.exec(name) ?? [];
  if (clip !== source && !clip.endsWith(`__${source}`)) return null;
  return { clip: path.posix.join(dir, clip), frame: Number(frame) };
}

/** One item a video and a picture, in the manifest's order; pictures of one clip, label, method and group are one item. */
export function itemsOf(rows: readonly ManifestRow[]): Item[] {
  const items = new Map<string, Item & { files: ItemFile[] }>();
  for (const row of rows) {
    const { dataset, label, method, source, group, crop } = row;
    const part = clipFrame(row);
    const key = JSON.stringify(part ? [part.clip, dataset, label, method, group] : [row.path]);
    const file = {
      file: row.file,
      path: row.path,
      medium: row.medium,
      timeMs: part ? (part.frame * 1000) / FRAMES_PER_SECOND : 0,
    };
    const known = items.get(key);
    if (known) known.files.push(file);
    else {
      const kind = part || row.medium === 'video' ? 'video' : 'image';
      items.set(key, {
        path: part?.clip ?? row.path,
        kind,
        files: [file],
        dataset,
        label,
        method,
        source,
        group,
        crop,
      });
    }
  }
  for (const { files } of items.values()) files.sort((a, b) => a.timeMs - b.timeMs);
  return [...items.values()];
}

/**
 * At most so many items of each data set, label and method: those whose paths hash lowest, so that the same ones are taken
 * every time and a larger limit adds to them. The order stays.
 */
export function limited(items: readonly Item[], limit: number): Item[] {
  const places = new Map<Item, number>(items.map((item) => [item, position(`limit:${item.path}`)]));
  const classes = new Map<string, Item[]>();
  for (const item of items) {
    const name = JSON.stringify([item.dataset, item.label, item.method]);
    const members = classes.get(name);
    if (members) members.push(item);
    else classes.set(name, [item]);
  }
  const taken = new Set<Item>();
  for (const members of classes.values()) {
    members.sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
    for (const item of members.slice(0, limit)) taken.add(item);
  }
  return items.filter((item) => taken.has(item));
}

/** At most `wanted` of a list, evenly spread over it, by the middle of each part. */
export function spread<T>(list: readonly T[], wanted: number): T[] {
  if (list.length <= wanted) return [...list];
  return Array.from(
    { length: wanted },
    (_, i) => list[Math.floor(((i + 0.5) * list.length) / wanted)],
  ).filter((one) => one !== undefined);
}
