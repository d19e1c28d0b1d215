import { appendFile, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { ResultLog, cacheKey, engineIdentity, fileIdentity } from '../../../../tools/measuring/cache.ts';
import { parseConditions, NOTHING } from '../../../../tools/lib/manifest/conditions.ts';
import { assertOutside, cropPath } from '../../../../tools/crops/store.ts';
import { itemsOf } from '../../../../tools/lib/manifest/items.ts';
import { parseManifest } from '../../../../tools/lib/manifest/manifest.ts';
import { joined, taskKey, taskOf, unitsOf, type Task } from '../../../../tools/measuring/task.ts';

const root = path.resolve(import.meta.dirname, '../../../..');
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-cache-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function tasks(...names: string[]): Task[] {
  const text = ['path,dataset,label', ...names.map((name) => `${name},s,real`)].join('\n');
  const treatment = { crop: 'detect', squeeze: null } as const;
  return itemsOf(parseManifest(text, 'm.csv', folder)).map((item) => taskOf(item, treatment, NOTHING, 16));
}

function only(name: string): Task {
  const [task] = tasks(name);
  if (!task) throw new Error('no task');
  return task;
}

describe('taskKey', () => {
  it('changes with everything a result depends on, and with nothing else', async () => {
    const file = path.join(folder, 'a.jpg');
    await writeFile(file, 'one');
    await utimes(file, 1, 1);
    const task = only('a.jpg');
    const [, jpeg] = parseConditions('jpeg:50');
    const first = await taskKey(task, 'engine-1', { features: false });
    expect(await taskKey(only('a.jpg'), 'engine-1', { features: false })).toBe(first);
    const others = [
      await taskKey(task, 'engine-2', { features: false }),
      await taskKey(task, 'engine-1', { features: true }),
      await taskKey({ ...task, frames: 8 }, 'engine-1', { features: false }),
      await taskKey({ ...task, condition: jpeg ?? NOTHING }, 'engine-1', { features: false }),
      await taskKey({ ...task, request: { ...task.request, crop: 'whole' } }, 'engine-1', {
        features: false,
      }),
    ];
    await utimes(file, 2, 2);
    others.push(await taskKey(task, 'engine-1', { features: false }));
    expect(new Set([first, ...others]).size).toBe(others.length + 1);
  });

  it('is null for a file that is not there', async () => {
    expect(await taskKey(only('b.jpg'), 'engine', {})).toBeNull();
    expect(await fileIdentity(folder)).toBeNull();
  });
});

describe('ResultLog', () => {
  const open = () => ResultLog.open(path.join(folder, 'deep/log.jsonl'), (json) => v.parse(v.number(), json));

  it('knows what was added before, though the last line was cut off', async () => {
    const log = await open();
    log.add('a', 1);
    log.add('b', 2);
    log.add('a', 3);
    await appendFile(path.join(folder, 'deep/log.jsonl'), '["c", ');
    const again = await open();
    expect([again.get('a'), again.get('b'), again.get('c')]).toEqual([3, 2, undefined]);
    again.add('c', 4);
    expect((await open()).get('c')).toBe(4);
  });
});

describe('engineIdentity', () => {
  it('changes with the weights', async () => {
    const files = ['pages/check-files', 'detector', 'frames', 'offscreen', 'verdict'].map(
      (name) => `src/${name}/a.ts`,
    );
    for (const name of [...files, 'tools/page/a.ts', 'models/checksums.json', 'package-lock.json']) {
      await mkdir(path.join(folder, path.dirname(name)), { recursive: true });
      await writeFile(path.join(folder, name), name);
    }
    const before = await engineIdentity(folder);
    expect(await engineIdentity(folder)).toBe(before);
    await writeFile(path.join(folder, 'models/checksums.json'), 'other weights');
    expect(await engineIdentity(folder)).not.toBe(before);
  });

  it('finds all it looks at in the repository', async () => {
    expect(await engineIdentity(root)).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe('unitsOf', () => {
  it('asks for pictures together and for each video by itself', () => {
    const names = [...Array.from({ length: 40 }, (_, i) => `${i}.jpg`), 'v.mp4', 'w.mp4', 'x.jpg'];
    expect(unitsOf(tasks(...names)).map((unit) => unit.length)).toEqual([32, 8, 1, 1, 1]);
  });

  it('counts the files of a joined request from its start', () => {
    const item = { crop: 'detect', squeeze: null, damage: null, seed: '' } as const;
    const one = {
      files: ['a', 'b'],
      item: { ...item, sources: [0, 1].map((file) => ({ file, timeMs: 0, frames: 1 })) },
    };
    const { files, items } = joined([one, one]);
    expect(files).toEqual(['a', 'b', 'a', 'b']);
    expect(items.map(({ sources }) => sources.map(({ file }) => file))).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });
});

describe('crops', () => {
  it('stay out of the repository, also by way of a link', async () => {
    await mkdir(path.join(folder, 'repository'));
    await symlink(path.join(folder, 'repository'), path.join(folder, 'link'));
    const repository = path.join(folder, 'repository');
    await expect(assertOutside(repository, repository)).rejects.toThrow('inside the repository');
    await expect(assertOutside(path.join(folder, 'link/new/deep'), repository)).rejects.toThrow('inside');
    await expect(assertOutside(path.join(folder, 'repository-2'), repository)).resolves.toBeUndefined();
  });

  it('stay in their folder, whatever the manifest names', () => {
    expect(cropPath('set/a.mp4', 640.4)).toBe('set/a.mp4/000640.png');
    expect(cropPath('../../other/a.jpg', 0)).toBe('other/a.jpg/000000.png');
    expect(cropPath('/abs/a.jpg', 0)).toBe('abs/a.jpg/000000.png');
  });

  it('have keys of their own', () => {
    expect(cacheKey({ a: 1 })).not.toBe(cacheKey({ a: 2 }));
  });
});
