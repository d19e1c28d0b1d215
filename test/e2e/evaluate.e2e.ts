import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { INPUT_SIZE } from '../../src/detector/crop.ts';
import { ensureBuild, root } from '../../tools/lib/build.ts';
import { prepareClips } from '../../tools/clips/clips.ts';
import { parseCsv } from '../../tools/lib/manifest/csv.ts';
import { pictureSize } from '../../tools/lib/manifest/picture-size.ts';
import { readScores } from '../../tools/evaluate/scores.ts';
import { runTool } from '../support/run-tool.ts';

/** `npm run crops` and `npm run evaluate` over a few photographs and clips, as whoever trains a network calls them. */

// Each test starts several programs, some with a browser; on a machine that is busy otherwise that takes minutes.
vi.setConfig({ testTimeout: 300_000 });

const PHOTOS = path.join(root, 'node_modules/@vladmandic/face-api/demo');

let folder: string;
const at = (name: string): string => path.join(folder, name);

beforeAll(async () => {
  const clips = await prepareClips();
  await ensureBuild('evaluation');
  folder = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-evaluate-test-'));
  await copyFile(clips.file('two-faces.webm'), at('two-faces.webm'));
  await copyFile(clips.file('no-face.webm'), at('no-face.webm'));
  await copyFile(clips.file('text.mp4'), at('text.mp4'));
  await copyFile(path.join(PHOTOS, 'sample1.jpg'), at('portrait__1.jpg'));
  await copyFile(path.join(PHOTOS, 'sample1.jpg'), at('portrait__26.jpg'));
  await writeFile(
    at('manifest.csv'),
    [
      'path,dataset,label,method,source,group',
      'two-faces.webm,clips,real,real,lounge,lounge',
      'no-face.webm,clips,fake,shapes,shapes,shapes',
      'text.mp4,clips,fake,shapes,text,text',
      'missing.mp4,clips,fake,shapes,missing,missing',
      'portrait__26.jpg,photos,real,real,portrait,portrait',
      'portrait__1.jpg,photos,real,real,portrait,portrait',
    ].join('\n'),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('crops are cut, listed with their points, and cut only once', async () => {
  const args = [
    '--manifest',
    at('manifest.csv'),
    '--out',
    at('crops'),
    '--frames',
    '2',
    '--size',
    String(INPUT_SIZE),
  ];
  const first = await runTool('crops', ...args);
  expect(first).toMatchObject({ status: 0 });
  expect(first.stdout).toMatch(/^4 crops of 5 items in .*; 3 items without one\n$/);
  expect(first.stderr).toContain('no-face.webm: no face to judge');
  expect(first.stderr).toContain('missing.mp4: there is no such file');

  const manifest = await readFile(at('crops/manifest.csv'), 'utf8');
  const [heading, ...rows] = parseCsv(manifest).map(({ fields }) => fields);
  expect(heading?.slice(6)).toEqual(['time', 'box', 'keypoints']);
  expect(rows.map(([name = '', dataset, label]) => [path.dirname(name), dataset, label])).toEqual([
    ['two-faces.webm', 'clips', 'real'],
    ['two-faces.webm', 'clips', 'real'],
    ['portrait', 'photos', 'real'],
    ['portrait', 'photos', 'real'],
  ]);
  for (const [name = '', , , , , , , box = '', keypoints = ''] of rows) {
    expect(pictureSize(await readFile(at(`crops/${name}`)))).toEqual({
      width: INPUT_SIZE,
      height: INPUT_SIZE,
    });
    expect(box.split(' ').map(Number)).toHaveLength(4);
    const points = keypoints.split(' ').map(Number);
    expect(points).toHaveLength(12);
    // The eyes lie side by side above the mouth, in the middle part of the crop.
    const [leftX = 0, leftY = 0, rightX = 0, , , , , mouthY = 0] = points;
    expect(rightX - leftX).toBeGreaterThan(0.1);
    expect(mouthY).toBeGreaterThan(leftY);
    for (const value of points.slice(0, 8)) expect(Math.abs(value - 0.5)).toBeLessThan(0.45);
  }

  const before = (await stat(at('crops/portrait/000040.png'))).mtimeMs;
  const again = await runTool('crops', ...args);
  expect(again).toMatchObject({ status: 0, stdout: first.stdout });
  expect((await stat(at('crops/portrait/000040.png'))).mtimeMs).toBe(before);
  expect(await readFile(at('crops/manifest.csv'), 'utf8')).toBe(manifest);
});

test('scores: all items under all conditions, from the cache the second time', async () => {
  const args = ['--manifest', at('manifest.csv'), '--cache', at('cache'), '--frames', '4', '--json'];
  const more = ['--conditions', 'jpeg:50', '--features', '--scores'];
  const first = await runTool('evaluate', ...args, ...more, at('first.jsonl'));
  expect(first).toMatchObject({ status: 0 });
  for (const line of first.stdout.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('auc');
  const scores = await readScores(at('first.jsonl'));
  expect(scores.map(({ path: name, condition, kind, outcome }) => [name, condition, kind, outcome])).toEqual(
    ['as is', 'jpeg 50'].flatMap((condition) => [
      ['two-faces.webm', condition, 'video', 'judged'],
      ['no-face.webm', condition, 'video', 'noFace'],
      ['text.mp4', condition, 'video', 'unreadable'],
      ['missing.mp4', condition, 'video', 'unreadable'],
      ['portrait', condition, 'video', 'judged'],
    ]),
  );
  const [asIs] = scores;
  expect(asIs?.frames).toHaveLength(4);
  expect(new Set(asIs?.frames.map(({ feature }) => feature?.length)).size).toBe(1);
  const jpeg = scores.find(({ condition }) => condition === 'jpeg 50');
  expect(jpeg?.frames[0]?.logit).not.toBe(asIs?.frames[0]?.logit);
  // Two copies of one photograph.
  const clip = scores.find(({ path: name }) => name === 'portrait');
  expect(clip?.frames.map(({ time }) => time)).toEqual([0.04, 1.04]);
  expect(clip?.frames[0]?.logit).toBe(clip?.frames[1]?.logit);

  const again = await runTool('evaluate', ...args, ...more, at('again.jsonl'));
  expect(again.stdout).toBe(first.stdout);
  expect(again.stderr).not.toContain('Measuring');
  // Byte for byte; compared by itself, since a difference of feature vectors fills many screens.
  const [before, after] = await Promise.all(['first', 'again'].map((name) => readFile(at(`${name}.jsonl`))));
  expect(before?.equals(after ?? Buffer.alloc(0))).toBe(true);
});

test('crops are judged whole, as the faces they were cut from', async () => {
  // What the tests above have cut and scored.
  const manifest = at('crops/manifest.csv');
  const args = ['--cache', at('cache'), '--datasets', 'photos', '--scores', at('whole.jsonl')];
  const whole = await runTool('evaluate', '--manifest', manifest, ...args);
  expect(whole.stderr).toContain('each is taken whole as the crop of a face');
  const logits = async (file: string) =>
    (await readScores(at(file)))
      .filter(({ dataset, condition }) => dataset === 'photos' && condition === 'as is')
      .flatMap(({ frames }) => frames[0]?.logit ?? []);
  const [detected] = await logits('first.jsonl');
  const crops = await logits('whole.jsonl');
  expect(crops).toHaveLength(2);
  // The very pixels that the network saw, kept as PNG.
  for (const logit of crops) expect(logit).toBeCloseTo(detected ?? Number.NaN, 3);
});

test('wrong use is explained, with status 64', async () => {
  const nowhere = await runTool('evaluate', '--manifest', at('none.csv'));
  expect(nowhere).toMatchObject({ status: 64, stdout: '' });
  expect(nowhere.stderr).toContain('The manifest cannot be read');
  const inside = await runTool('crops', '--manifest', at('manifest.csv'), '--out', 'docs/crops');
  expect(inside).toMatchObject({ status: 64, stdout: '' });
  expect(inside.stderr).toContain('lies inside the repository');
});
