import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KeptPairs } from '../../../../tools/bench/kept-pairs.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-kept-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const cost = { task: 20, script: 3, frames: 60, longestTask: 0, heap: 2 };
const pair = { ours: cost, other: { ...cost, task: 10 } };

test('the next run finds the pairs of an interrupted one, of the same build and feeds only', async () => {
  const file = path.join(folder, 'in/pages.json');
  await (await KeptPairs.open(file, 'build 1')).add('feed', pair);
  expect((await KeptPairs.open(file, 'build 1')).of('feed')).toEqual([pair]);
  expect((await KeptPairs.open(file, 'build 2')).of('feed')).toEqual([]);
});

test('after a whole run nothing is kept', async () => {
  const file = path.join(folder, 'whole.json');
  const kept = await KeptPairs.open(file, 'build 1');
  await kept.add('feed', pair);
  await kept.forget();
  expect(kept.of('feed')).toEqual([pair]);
  expect((await KeptPairs.open(file, 'build 1')).of('feed')).toEqual([]);
});

test('a file that is no such list is left out', async () => {
  const file = path.join(folder, 'broken.json');
  await writeFile(file, '{"identity":"build 1","pairs":{"feed":[{"ours":{}}]}}');
  expect((await KeptPairs.open(file, 'build 1')).of('feed')).toEqual([]);
});
