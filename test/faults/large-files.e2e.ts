import { open, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { crc32, createDeflate } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FileResult } from '../../src/pages/check-files/results.ts';
import { checkOnPage } from '../../tools/check/drive.ts';
import { prepareClips } from '../../tools/clips/clips.ts';
import { useStage } from '../support/stage.ts';

/** Files larger than anything that fits into memory. */
const stage = useStage({ site: false });

let folder: string;
const at = (name: string): string => path.join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-large-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function check(...files: string[]): Promise<FileResult[]> {
  const page = await stage.browser.page('src/pages/check-files/index.html?frames=4');
  const results: FileResult[] = [];
  await checkOnPage(page, files, 4, (_, result) => results.push(result));
  return results;
}

const HOLE = 4.2e9;

/** A recording whose index comes after 4.2 GB of nothing, of which the disk holds none. */
async function largeMp4(): Promise<string> {
  const bytes = await readFile((await prepareClips()).file('one-face.mp4'));
  const boxes = new Map<string, { start: number; end: number }>();
  for (let start = 0; start + 8 <= bytes.length;) {
    const size = bytes.readUInt32BE(start);
    boxes.set(bytes.toString('latin1', start + 4, start + 8), { start, end: start + size });
    start += size;
  }
  const moov = boxes.get('moov');
  if (!moov) throw new Error('The clip has no index');
  const index = Buffer.from(bytes.subarray(moov.start, moov.end));
  // Where it was, players are to find nothing; the places of the frames stay as they are.
  bytes.write('free', moov.start + 4, 'latin1');
  const gap = Buffer.alloc(16);
  gap.writeUInt32BE(1, 0);
  gap.write('free', 4, 'latin1');
  gap.writeBigUInt64BE(BigInt(HOLE), 8);
  const file = await open(at('large.mp4'), 'w');
  await file.write(bytes, 0, bytes.length, 0);
  await file.write(gap, 0, gap.length, bytes.length);
  await file.write(index, 0, index.length, bytes.length + HOLE);
  await file.close();
  return at('large.mp4');
}

test('a video file of 4.2 GB is read where its frames are, and judged', async () => {
  const [result] = await check(await largeMp4());
  expect(result).toMatchObject({ verdict: expect.stringMatching(/unclear|noSign|manipulated/) as unknown });
  expect(result?.frames).toBe(4);
});

const SIDE = 30_000;

/** A complete PNG of grey squares, one byte a pixel: 900 megapixels. */
async function hugePng(): Promise<string> {
  const file = createWriteStream(at('huge.png'));
  const chunk = (type: string, body: Buffer): void => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(body.length, 0);
    head.write(type, 4, 'latin1');
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body, crc32(head.subarray(4))), 0);
    file.write(head);
    file.write(body);
    file.write(sum);
  };
  file.write(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIDE, 0);
  header.writeUInt32BE(SIDE, 4);
  header.set([8, 0, 0, 0, 0], 8);
  chunk('IHDR', header);
  const deflate = createDeflate({ level: 1 });
  deflate.on('data', (part: Buffer) => chunk('IDAT', part));
  const row = Buffer.alloc(1 + SIDE, 0x80);
  row[0] = 0;
  for (let y = 0; y < SIDE; y++) if (!deflate.write(row)) await once(deflate, 'drain');
  deflate.end();
  await once(deflate, 'end');
  chunk('IEND', Buffer.alloc(0));
  file.end();
  await once(file, 'close');
  return at('huge.png');
}

test(
  'a complete picture of 30,000 × 30,000 px is told to be too large, and the next file is checked',
  { timeout: 400_000 },
  async () => {
    const clip = (await prepareClips()).file('one-face.webm');
    const [huge, next] = await check(await hugePng(), clip);
    expect(huge?.reason).toBe('tooLarge');
    expect(next?.frames).toBe(4);
  },
);
