import { copyFile, mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FileResult, Results } from '../../src/pages/check-files/results.ts';
import { checkOnPage } from '../../tools/check/drive.ts';
import { root } from '../../tools/lib/build.ts';
import { prepareClips, type ClipName, type Clips } from '../../tools/clips/clips.ts';
import { unevenMs } from '../../tools/clips/packings.ts';
import { poll } from '../../tools/lib/poll.ts';
import { drop } from '../support/drop.ts';
import { useStage } from '../support/stage.ts';
import { sized } from '../support/suite.ts';

/** The page "Check files" with the files that people have: misnamed, moving, huge, oddly packed, many at once. */
const stage = useStage({ site: false });

const PHOTO = path.join(root, 'node_modules/@vladmandic/face-api/demo/sample1.jpg');

let clips: Clips;
let folder: string;
const at = (name: string): string => path.join(folder, name);

beforeAll(async () => {
  clips = await prepareClips();
  folder = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-files-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function copied(clip: ClipName, name: string): Promise<string> {
  await copyFile(clips.file(clip), at(name));
  return at(name);
}

const checker = (query = '?frames=4'): Promise<Page> =>
  stage.browser.page(`src/pages/check-files/index.html${query}`);

async function check(files: readonly string[], query?: string): Promise<Map<string, FileResult>> {
  const page = await checker(query);
  const results = new Map<string, FileResult>();
  await checkOnPage(page, files, 64, (_, result) => results.set(result.file, result));
  return results;
}

/** What a result amounts to: `judged`, or why not. */
function outcome(result: FileResult | undefined): string | undefined {
  return result?.verdict === 'notChecked' ? result.reason : result && 'judged';
}

async function shown(page: Page): Promise<Results> {
  return JSON.parse((await page.locator('#results').textContent()) ?? '') as Results;
}

async function finished(page: Page): Promise<Results> {
  return poll(
    'all results',
    async () => {
      const results = await shown(page);
      return results.finished && results;
    },
    { limitMs: 90_000 },
  );
}

test('a file is what it holds, whatever it is called', async () => {
  await copyFile(PHOTO, at('picture.mp4'));
  const files = [
    await copied('one-face.mp4', 'video.jpg'),
    await copied('one-face.webm', 'video-without-ending'),
    await copied('one-face.flv', 'flash.mp4'),
    at('picture.mp4'),
    await copied('animated.webp', 'animation.jpg_large'),
    await copied('text.mp4', 'text.png'),
  ];
  const results = await check(files);
  expect(Object.fromEntries([...results].map(([name, result]) => [name, outcome(result)]))).toEqual({
    'video.jpg': 'judged',
    'video-without-ending': 'judged',
    'flash.mp4': 'judged',
    'picture.mp4': 'judged',
    'animation.jpg_large': 'judged',
    'text.png': 'webPage',
  });
  for (const name of ['video.jpg', 'video-without-ending', 'flash.mp4', 'animation.jpg_large']) {
    expect(results.get(name)?.frames).toBe(4);
  }
});

test('the frames of animations are judged at their times', async () => {
  const names = ['animated.gif', 'animated.webp', 'animated.png', 'animated.avif'] as const;
  const results = await check(
    names.map((name) => clips.file(name)),
    '?frames=8',
  );
  for (const name of names) {
    const result = results.get(name);
    expect(result, name).toMatchObject({ frames: 8, faces: [{ track: 1, frames: 8 }] });
    const times = result?.faces[0]?.timeline.map(({ timeMs }) => timeMs);
    expect(times, name).toEqual([0, 200, 400, 600, 800, 1000, 1200, 1400]);
  }
});

test('a picture of 108 megapixels is looked at closely enough to find a face that is a thirtieth of it', async () => {
  const result = (await check([clips.file('megapixels.jpg')])).get('megapixels.jpg');
  expect(result).toMatchObject({ verdict: 'unclear', framesSeen: 1, frames: 1 });
  expect(result?.faces).toHaveLength(1);
  const box = result?.faces[0]?.box;
  expect((box?.x ?? 0) * 12_000).toBeGreaterThan(7000);
  expect((box?.x ?? 0) * 12_000).toBeLessThan(7500);
  expect((box?.y ?? 0) * 9000).toBeGreaterThan(5100);
  expect((box?.y ?? 0) * 9000).toBeLessThan(5600);
});

test('both faces of a long screenshot are found, each once', async () => {
  const result = (await check([clips.file('long-screenshot.png')])).get('long-screenshot.png');
  const tops = result?.faces.map(({ box }) => Math.round((box.y * 17_000) / 1000)).sort((a, b) => a - b);
  expect(tops).toEqual([5, 12]);
});

test('odd containers show what the mp4 of the same frames shows', async () => {
  const odd = [
    'one-face.avi',
    'one-face-without-index.avi',
    'one-face.flv',
    'one-face.mkv',
    'one-face.ts',
  ] as const;
  const results = await check([...odd, 'one-face.mp4' as const].map((name) => clips.file(name)));
  const mp4 = results.get('one-face.mp4');
  for (const name of odd) {
    const result = results.get(name);
    expect(result, name).toMatchObject({ frames: 4, faces: [{ track: 1, frames: 4 }] });
    const times = result?.faces[0]?.timeline.map(({ timeMs }) => Math.round(timeMs / 100));
    expect(times, name).toEqual([5, 15, 25, 35]);
    expect(result?.probability, name).toBeCloseTo(mp4?.probability ?? Number.NaN, 1);
    expect(result?.faces[0]?.box.x, name).toBeCloseTo(mp4?.faces[0]?.box.x ?? Number.NaN, 1);
  }
});

test('what a file says of its frames is heeded: how they are turned, how long they last, which are left out, in which colours', async () => {
  const names = [
    'turned-by-file.mp4',
    'uneven-times.mp4',
    'sound-first.mp4',
    'high-dynamic-range.mp4',
    'beginning-left-out.mp4',
  ] as const;
  const results = await check(names.map((name) => clips.file(name)));
  for (const name of names.slice(0, 4)) {
    const result = results.get(name);
    expect(result, name).toMatchObject({ frames: 4, faces: [{ track: 1, frames: 4 }] });
    expect(result?.reason, name).not.toBe('turned');
  }
  const timesOf = (name: ClipName) => results.get(name)?.faces[0]?.timeline.map(({ timeMs }) => timeMs) ?? [];
  const begins = new Set(Array.from({ length: 100 }, (_, index) => unevenMs(index)));
  expect(timesOf('uneven-times.mp4').filter((time) => !begins.has(time))).toEqual([]);
  // Until then there is sound alone.
  expect(Math.min(...timesOf('sound-first.mp4'))).toBe(1000);
  expect(results.get('beginning-left-out.mp4')).toMatchObject({ reason: 'noFace', framesSeen: 4 });
});

test('a codec that the browser does not decode is named, with what to do', async () => {
  await writeFile(at('photo.heic'), Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'));
  await writeFile(at('film.mpg'), Buffer.from('\0\0\x01\xba....\0\0\x01\xb3....', 'latin1'));
  const files = [
    ...[clips.file('xvid.avi'), clips.file('mpeg2.ts'), clips.file('hevc.mp4')],
    ...[at('film.mpg'), at('photo.heic')],
  ];
  const page = await checker();
  const codecs: (string | undefined)[] = [];
  await checkOnPage(page, files, 4, (_, { reason, codec }) => {
    expect(reason).toBe('unsupportedCodec');
    codecs.push(codec);
  });
  expect(codecs).toEqual([
    ...['MPEG-4 Part 2 (XVID)', 'MPEG-2 video', 'HEVC (H.265)'],
    ...['MPEG-1 video', 'HEIC pictures'],
  ]);
  const words = await page.locator('main').innerText();
  expect(words).toContain('Could not check (this browser does not decode MPEG-4 Part 2 (XVID))');
  expect(words).toMatch(/Convert it to H\.264/);
  expect(words).toMatch(/Save the picture as PNG/);
});

test('a dropped folder is gone through; what is no medium is left out and named', async () => {
  await mkdir(at('holiday/deeper'), { recursive: true });
  await copied('no-face.webm', 'holiday/deeper/second.webm');
  await copied('no-face.mp4', 'holiday/first.mp4');
  await writeFile(at('holiday/notes.txt'), 'nothing to see');
  await writeFile(at('holiday/.hidden'), 'nothing to see');
  const page = await checker('?frames=1');
  await drop(page, [at('holiday')]);
  const { results } = await finished(page);
  expect(results.map(({ file }) => file).sort()).toEqual(['first.mp4', 'second.webm']);
  const words = await page.getByRole('status').first().innerText();
  expect(words).toContain('notes.txt');
  expect(words).not.toContain('.hidden');
});

test('a dropped address of a host that was not allowed waits for a click, and an empty folder is told of', async () => {
  const page = await checker();
  await drop(page, [], [{ mimeType: 'text/uri-list', data: 'https://example.org/video.mp4' }]);
  await page.getByText('To open this address, press “Check address”.').waitFor();
  expect(await page.getByLabel('Or the address of a video file').inputValue()).toBe(
    'https://example.org/video.mp4',
  );
  await mkdir(at('nothing'), { recursive: true });
  await drop(page, [at('nothing')]);
  await page.getByText('The folder holds no file.').waitFor();
  expect((await shown(page)).total).toBe(0);
});

const MANY = sized({ short: 24, long: 50 });

test(`${MANY} files are all checked, those dropped meanwhile, too`, async () => {
  const files = await Promise.all(
    Array.from({ length: MANY }, (_, i) => copied('no-face.mp4', `many-${i}.mp4`)),
  );
  const page = await checker('?frames=1');
  await drop(page, files.slice(0, -10));
  await poll('the first result', async () => (await shown(page)).results.length > 0, { limitMs: 40_000 });
  await drop(page, files.slice(-10));
  const { total, results } = await finished(page);
  expect(total).toBe(MANY);
  expect(new Set(results.map(({ file }) => file)).size).toBe(MANY);
  expect(results.every(({ reason }) => reason === 'noFace')).toBe(true);
});

/** Chunks of sound in an AVI, and how much lies between two of them. */
const SOUNDS = 512;
const SOUND_BYTES = 4 * 1024 * 1024;

/** A recording of 2 GB that broke off: its sizes were never written, and it has no index. */
async function endlessRecording(name: string): Promise<string> {
  const bytes = await readFile(clips.file('one-face-without-index.avi'));
  bytes.writeUInt32LE(0, 4);
  bytes.writeUInt32LE(0, bytes.indexOf('movi') - 4);
  const file = await open(at(name), 'w');
  await file.write(bytes);
  const sound = Buffer.from('01wb\0\0\0\0', 'latin1');
  sound.writeUInt32LE(SOUND_BYTES - sound.length, 4);
  for (let i = 0; i < SOUNDS; i++) await file.write(sound, 0, sound.length, bytes.length + i * SOUND_BYTES);
  await file.truncate(bytes.length + SOUNDS * SOUND_BYTES);
  await file.close();
  return at(name);
}

test('a file of 2 GB leaves the page responsive and can be cancelled', async () => {
  const file = await endlessRecording('broken-off.avi');
  const page = await checker('?frames=256');
  await page.evaluate(() => {
    const waits: number[] = [];
    let last = performance.now();
    setInterval(() => {
      const now = performance.now();
      waits.push(now - last);
      last = now;
    }, 20);
    Object.assign(globalThis, { waits });
  });
  await page.setInputFiles('input[type=file]', [file]);
  await poll('some frames', async () => ((await shown(page)).progress?.framesDone ?? 0) >= 3, {
    limitMs: 60_000,
  });
  const begin = Date.now();
  await page.getByRole('button', { name: 'Cancel all' }).click();
  const { results } = await finished(page);
  expect(Date.now() - begin).toBeLessThan(10_000);
  expect(results[0]?.reason).toBe('cancelled');
  const longest = await page.evaluate('Math.max(...waits)');
  expect(longest).toBeLessThan(2000);
});
