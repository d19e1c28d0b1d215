import { writeFile, rename } from 'node:fs/promises';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { convert } from '../lib/ffmpeg.ts';
import { cacheKey, fileIdentity } from './cache.ts';
import type { Condition } from '../lib/manifest/conditions.ts';
import type { Driver } from './driver.ts';
import { encodeH264, PRESETS } from './x264.ts';
import { spread, type Item } from '../lib/manifest/items.ts';
import type { ItemRequest } from '../page/requests.ts';
import type { Treatment } from '../lib/manifest/treatment.ts';

/** An item to be measured under one condition. */
export interface Task {
  item: Item;
  condition: Condition;
  request: Omit<ItemRequest, 'sources' | 'damage'>;
  /** Frames of each video, or pictures of each clip, at most. */
  frames: number;
  /** The files it needs: of a clip only those that are looked at. */
  files: Item['files'];
}

export function taskOf(item: Item, treatment: Treatment, condition: Condition, frames: number): Task {
  const pictures = item.files.every(({ medium }) => medium === 'picture');
  return {
    item,
    condition,
    frames,
    files: spread(item.files, frames),
    request: {
      crop: pictures ? (item.crop ?? treatment.crop) : 'detect',
      squeeze: pictures ? treatment.squeeze : null,
      seed: item.path,
    },
  };
}

/**
 * Names the result of a task: files as they are now, what is done to them, and the engine.
 * @param further whatever else the result depends on.
 * @returns null if a file is missing.
 */
export async function taskKey(task: Task, engine: string, further: unknown): Promise<string | null> {
  const identities = await Promise.all(task.files.map(({ file }) => fileIdentity(file)));
  if (identities.includes(null)) return null;
  const { condition, request, frames } = task;
  const times = task.files.map(({ timeMs }) => timeMs);
  const presets = condition.damage?.family === 'h264' ? task.files.map(({ medium }) => PRESETS[medium]) : [];
  return cacheKey([identities, times, condition.name, presets, request, frames, engine, further]);
}

/** A task as the page takes it. */
export interface Prepared {
  files: string[];
  item: ItemRequest;
}

async function encoded(
  task: Task,
  file: Item['files'][number],
  crf: number,
  { folder, driver, signal }: TaskContext,
): Promise<string> {
  const { squeeze } = task.request;
  const identity = await fileIdentity(file.file);
  let from = file.file;
  if (squeeze) {
    from = path.join(folder, `${cacheKey([identity, squeeze])}.jpg`);
    if ((await fileIdentity(from)) === null) {
      const source = { file: 0, timeMs: 0, frames: 1 };
      const jpeg = await driver.squeezed(file.file, { ...task.request, sources: [source], damage: null });
      mkdirSync(folder, { recursive: true });
      await writeFile(`${from}.part`, jpeg);
      await rename(`${from}.part`, from);
    }
  }
  const to = path.join(folder, `${cacheKey([identity, squeeze, 'h264', crf, PRESETS[file.medium]])}.mp4`);
  await encodeH264(from, to, crf, file.medium, signal);
  return to;
}

/** What preparing needs: a folder for files made on the way, the browser, and the user's wish to stop. */
export interface TaskContext {
  folder: string;
  driver: Driver;
  signal: AbortSignal;
}

/**
 * Makes the files a task needs and words its request.
 * @throws Error if ffmpeg could not encode a file; RequestLost and EngineUnavailable of the driver.
 */
export async function prepare(task: Task, context: TaskContext): Promise<Prepared> {
  const { condition, request } = task;
  const damage = condition.damage;
  const files: string[] = [];
  for (const file of task.files) {
    files.push(damage?.family === 'h264' ? await encoded(task, file, damage.level, context) : file.file);
  }
  return {
    files,
    item: {
      ...request,
      squeeze: damage?.family === 'h264' ? null : request.squeeze,
      damage: damage && damage.family !== 'h264' ? { family: damage.family, level: damage.level } : null,
      sources: task.files.map(({ timeMs, medium }, index) => ({
        file: index,
        timeMs,
        frames: medium === 'video' ? task.frames : 1,
      })),
    },
  };
}

/** Whether a task is of videos that ffmpeg has not had its hands on. */
export function isVideoAsIs({ files, condition }: Task): boolean {
  return files.every(({ medium }) => medium === 'video') && condition.damage?.family !== 'h264';
}

/**
 * A video as one that browsers read, made once.
 * @throws Error with ffmpeg's words.
 */
export async function converted(file: string, { folder, signal }: TaskContext): Promise<string> {
  const to = path.join(folder, `${cacheKey([await fileIdentity(file), 'converted'])}.mp4`);
  if ((await fileIdentity(to)) !== null) return to;
  mkdirSync(folder, { recursive: true });
  await convert(file, to, signal);
  return to;
}

/** Tasks of pictures alone are asked for together; this many files in all. */
const TOGETHER = 32;

/** Tasks that go to the page in one request. Each but pictures goes by itself, so that a crash costs little. */
export function unitsOf(tasks: readonly Task[]): Task[][] {
  const units: Task[][] = [];
  let room = 0;
  for (const task of tasks) {
    const light = task.files.every(({ medium }) => medium === 'picture');
    const last = units.at(-1);
    if (light && last && room >= task.files.length) {
      last.push(task);
      room -= task.files.length;
    } else {
      units.push([task]);
      room = light ? TOGETHER - task.files.length : 0;
    }
  }
  return units;
}

/** A request in which the files of several tasks stand one after another. */
export function joined(prepared: readonly Prepared[]): { files: string[]; items: ItemRequest[] } {
  const files: string[] = [];
  const items = prepared.map(({ files: own, item }) => {
    const before = files.length;
    files.push(...own);
    return { ...item, sources: item.sources.map((source) => ({ ...source, file: source.file + before })) };
  });
  return { files, items };
}
