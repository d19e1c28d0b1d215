import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FileResult } from '../../src/pages/check-files/results.ts';
import { checkOnPage } from '../../tools/check/drive.ts';
import { prepareClips, type ClipName } from '../../tools/clips/clips.ts';
import { writeFigures } from '../../tools/reliability/figures.ts';
import { mutated } from './mutate.ts';
import { useStage } from '../support/stage.ts';
import { sized } from '../support/suite.ts';

/** Damaged files of every kind through the real readers: a verdict or a reason, and the page goes on. */
const stage = useStage({ site: false });

const FILES = sized({ short: 54, long: 2106 });
const BATCH = 27;
const SEEDS: readonly ClipName[] = [
  ...([
    'one-face.mp4',
    'one-face.webm',
    'one-face-fragmented.mp4',
    'sideways.webm',
    'audio-only.webm',
  ] as const),
  ...(['one-face.avi', 'one-face-without-index.avi', 'one-face.flv', 'one-face.mkv', 'one-face.ts'] as const),
  ...(['xvid.avi', 'mpeg2.ts', 'hevc-with-sound.mp4', 'zero-frames.mp4', 'still.webm'] as const),
  ...(['animated.gif', 'animated.webp', 'animated.png'] as const),
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-fuzz-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test(
  `${FILES} damaged files: each gets a verdict or a reason, and none ends or holds up the page`,
  { timeout: sized({ short: 300_000, long: 7_200_000 }) },
  async () => {
    const clips = await prepareClips();
    const seeds = await Promise.all(
      SEEDS.map(async (name) => ({ name, bytes: new Uint8Array(await readFile(clips.file(name))) })),
    );
    const outcomes: Record<string, number> = {};
    const untyped: string[] = [];
    let slowestMs = 0;
    for (let first = 0; first < FILES; first += BATCH) {
      const files = await Promise.all(
        Array.from({ length: Math.min(BATCH, FILES - first) }, async (_, i) => {
          const number = first + i;
          const seed = seeds[number % seeds.length];
          if (!seed) throw new Error('There are no files to damage');
          const file = path.join(folder, `${number}-${seed.name}`);
          await writeFile(file, mutated(seed.bytes, number));
          return file;
        }),
      );
      const results: FileResult[] = [];
      // A page lists all that it was ever given.
      const page = await stage.browser.page('src/pages/check-files/index.html?frames=1');
      await checkOnPage(page, files, 1, (_, result) => results.push(result)).catch((error: unknown) => {
        throw new Error(`${files[results.length]} held the page up`, { cause: error });
      });
      for (const result of results) {
        const outcome = result.reason && result.verdict === 'notChecked' ? result.reason : 'judged';
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
        slowestMs = Math.max(slowestMs, result.ms);
        // The reason of what nobody expected.
        if (outcome === 'engineLost') untyped.push(result.file);
      }
      expect(results).toHaveLength(files.length);
      await page.close();
      await Promise.all(
        files.filter((file) => !untyped.includes(path.basename(file))).map((file) => rm(file)),
      );
    }
    await writeFigures('fuzz-media', { files: FILES, outcomes, slowestMs });
    expect(untyped).toEqual([]);
  },
);
