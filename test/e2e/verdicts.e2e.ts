import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test as sequential } from 'vitest';
import type { FileResult } from '../../src/pages/check-files/results.ts';
import { root } from '../../tools/lib/build.ts';
import { checkOnPage } from '../../tools/check/drive.ts';
import { prepareClips } from '../../tools/clips/clips.ts';
import { isFinal, waitForBadge } from '../support/badge.ts';
import { useStage } from '../support/stage.ts';
import { siblings } from '../support/suite.ts';

/** What is said where the picture does not allow a verdict, on pages and of files. */
const stage = useStage({ site: true });
const test = sequential.concurrent;

async function saysWhy(clip: string, headline: RegExp): Promise<void> {
  const page = await stage.open('video.html', { src: `/clips/${clip}` });
  const badge = await waitForBadge(page, 'the final words', isFinal);
  expect(badge.headline).toMatch(headline);
  // No number beside "Unclear" that could be read as a probability.
  expect(badge.details).not.toMatch(/of 100|manipulation score/i);
}

test.for([
  ['a still as a video', 'still.webm', /^Unclear \(too few different frames with a face: 1 of 8 frames\)$/],
  ['a mosaic', 'mosaic.webm', /^Unclear \(the picture has too little detail\)$/],
  ['words over the face', 'captioned.webm', /^Unclear \(words or graphics lie over the face\)$/],
] as const)('%s gets no verdict and its own reason', ([, clip, headline]) => saysWhy(clip, headline));

// One by one: these clips move slowly, and a player that has to wait for others shows the same picture again.
sequential.for([
  ['a face that lies on its side', 'sideways.webm'],
  ['a face upside down', 'upside-down.webm'],
  ['one that fills the picture', 'upside-down-tight.webm'],
] as const)('%s gets no verdict and its own reason', ([, clip]) =>
  saysWhy(clip, /^Unclear \(the face is turned\)$/),
);

// A computed style tells every transform as a matrix; two steps hold the property and what the video lies in.
const TURNS = [
  ['by transform', { style: 'transform: rotate(-90deg)' }],
  ['in two steps', { style: 'rotate: -45deg', around: 'rotate: -45deg' }],
  ['by the property rotate', { style: 'rotate: -90deg' }],
  ['by a matrix', { style: 'transform: matrix(0, -1, 1, 0, 0, 0)' }],
  ['by what it lies in', { around: 'transform: rotate(270deg)' }],
] as const;

test.for(siblings(TURNS, 2))(
  'a video that the page turns upright %s is judged upright',
  async ([, query]) => {
    const page = await stage.open('video.html', { src: '/clips/sideways.webm', ...query });
    const badge = await waitForBadge(page, 'the final words', isFinal);
    expect(badge.headline).not.toContain('turned');
    expect(badge.details).toContain('Face 1:');
  },
);

test('an upright video that the page shows upside down is not judged as if people saw it upright', async () => {
  const page = await stage.open('video.html', { src: '/clips/one-face.mp4', style: 'rotate: 90deg' });
  const badge = await waitForBadge(page, 'the final words', isFinal);
  expect(badge.headline).toMatch(/the face is turned|no face to judge/);
});

test('a turn between quarters is told', async () => {
  const page = await stage.open('video.html', { src: '/clips/one-face.mp4', style: 'rotate: 20deg' });
  const badge = await waitForBadge(page, 'the final words', isFinal);
  expect(badge.details).toContain('the page shows it turned by 20°');
});

sequential('files get the same reasons, and scores are drawn on bands', async () => {
  const clips = await prepareClips();
  const page = await stage.browser.page('src/pages/check-files/index.html?frames=8');
  const files = (['still.webm', 'mosaic.webm', 'sideways.webm'] as const).map((name) => clips.file(name));
  const reasons: FileResult['reason'][] = [];
  await checkOnPage(page, files, 8, (index, { reason }) => (reasons[index] = reason));
  expect(reasons).toEqual(['tooFewFrames', 'lowDetail', 'turned']);
  const bands = await page.evaluate(() => document.querySelectorAll('.chart .band').length);
  expect(bands).toBeGreaterThanOrEqual(2 * files.length);
});

sequential('a face that fills the picture is found', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-tight-'));
  try {
    const photo = await readFile(
      path.join(root, 'node_modules/@vladmandic/face-api/demo/sample5.jpg'),
      'base64',
    );
    const page = await stage.browser.page('src/pages/check-files/index.html?frames=1');
    const tight = await page.evaluate(async (jpeg) => {
      const bytes = Uint8Array.from(atob(jpeg), (character) => character.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }), 1385, 440, 206, 206);
      const canvas = new OffscreenCanvas(206, 206);
      canvas.getContext('2d')?.drawImage(picture, 0, 0);
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
      return [...new Uint8Array(await blob.arrayBuffer())];
    }, photo);
    const file = path.join(folder, 'tight.jpg');
    await writeFile(file, Uint8Array.from(tight));
    const results: FileResult[] = [];
    await checkOnPage(page, [file], 1, (_, result) => results.push(result));
    expect(results.map(({ reason, faces }) => [reason, faces.length])).toEqual([['tooFewFrames', 1]]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
