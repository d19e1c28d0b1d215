import { expect, test as sequential } from 'vitest';
import { checkOnPage } from '../../tools/check/drive.ts';
import { prepareClips } from '../../tools/clips/clips.ts';
import { VERDICT_WORDS } from '../../src/verdict/words.ts';
import { clickBadge, isFinal, isJudged, shownBadges, waitForBadge } from '../support/badge.ts';
import { useStage } from '../support/stage.ts';
import { siblings } from '../support/suite.ts';

/** Every way in which a video's pixels reach a page, each to its final verdict. */
const stage = useStage({ site: true });

/** Side by side: what takes time is that frames are taken once a second. */
const test = sequential.concurrent;

// Most other tests read a webm of the same origin.
const READ = [
  ['a progressive mp4', { src: '/clips/one-face.mp4' }],
  ['a stream through Media Source Extensions', { mse: 'one-face-fragmented.mp4' }],
  ['a progressive webm', { src: '/clips/one-face.webm' }],
] as const;

test.for(siblings(READ, 2))('%s of the same origin is read from the player', async ([, query]) => {
  const page = await stage.open('video.html', query);
  const badge = await waitForBadge(page, 'a verdict on the face', isJudged);
  expect(badge.details).toContain('Face 1:');
  expect(badge.details).not.toContain('Face 2:');
  expect(badge.details).toContain('read from the player');
});

test('a file of another host without CORS is read in the own player of the extension', async () => {
  const page = await stage.open('video.html', { src: stage.clip('one-face.mp4', 'foreign') });
  const badge = await waitForBadge(page, 'a verdict on the face', isJudged);
  expect(badge.details).toContain('read from the file itself');
});

test('a file of a host that was not allowed is not touched, and the badge says what to do', async () => {
  const unknown = stage.clip('one-face.mp4', 'foreign').replace('localhost', 'media.localhost');
  const page = await stage.open('video.html', { src: unknown });
  const badge = await waitForBadge(page, 'the refusal', isFinal);
  expect(badge.headline).toBe(
    'Could not check (the file lies on another host; allow that host in the popup)',
  );
});

const PLAYER = '<video src="/clips/one-face.webm" muted autoplay loop playsinline';

test.for(
  siblings([
    [
      'under a strict policy',
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; media-src 'self'">${PLAYER} width="640" height="360"></video>`,
    ],
    ['that is mirrored', `${PLAYER} width="640" height="360" style="transform:scaleX(-1)"></video>`],
    ['cut to a square', `${PLAYER} style="width:360px;height:360px;object-fit:cover"></video>`],
  ] as const),
)('a video %s is judged', async ([, html]) => {
  const page = await stage.openHtml(`<!doctype html><title>A video</title>${html}`);
  const badge = await waitForBadge(page, 'a verdict on the face', isJudged);
  expect(badge.headline).not.toContain('turned');
  expect(badge.details).toContain('read from the player');
});

const WRITTEN = [
  ['that its file turns upright', 'turned-by-file.mp4', 'own'],
  ['of high dynamic range', 'high-dynamic-range.mp4', 'own'],
  ['whose frames last unevenly', 'uneven-times.mp4', 'own'],
  ['whose sound comes first', 'sound-first.mp4', 'own'],
  ['of another host that its file turns upright', 'turned-by-file.mp4', 'foreign'],
  ['of another host of high dynamic range', 'high-dynamic-range.mp4', 'foreign'],
] as const;

test.for(siblings(WRITTEN, 2))('a video %s is judged as it is shown', async ([, clip, where]) => {
  const page = await stage.open('video.html', { src: stage.clip(clip, where) });
  const badge = await waitForBadge(page, 'a verdict on the face', isJudged);
  expect(badge.headline).not.toContain('turned');
  expect(badge.details).toContain('Face 1:');
  expect(badge.details).not.toContain('Face 2:');
});

test('a playlist that the browser plays by itself is read from the player', async ({ skip }) => {
  const page = await stage.open('video.html', { src: '/clips/one-face.m3u8' });
  const plays = await page
    .locator('video')
    .evaluate((video: HTMLVideoElement) => video.canPlayType('application/vnd.apple.mpegurl') !== '');
  skip(!plays, 'This browser plays no playlists');
  const badge = await waitForBadge(page, 'a verdict on the face', isJudged);
  expect(badge.details).toContain('read from the player');
});

test('each of two faces is judged by itself', async () => {
  const page = await stage.open('video.html', { src: '/clips/two-faces.webm' });
  const badge = await waitForBadge(page, 'a verdict on both faces', isJudged);
  expect(badge.details).toMatch(/Face 1: [A-Z].* frames.*Face 2: [A-Z].* frames/s);
});

test('without a face there is no verdict but the reason', async () => {
  const page = await stage.open('video.html', { src: '/clips/no-face.webm' });
  const badge = await waitForBadge(page, 'the end of the check', isFinal);
  expect(badge.words).toBe('Could not check');
  expect(badge.headline).toBe('Could not check (no face to judge)');
});

test.for([
  ['sound without a picture', 'audio-only.webm', 'there is sound but no picture that this browser can show'],
  ['a codec this browser lacks', 'hevc.mp4', 'this browser cannot decode the video'],
] as const)('%s is told as such', async ([, clip, why]) => {
  const page = await stage.open('video.html', { src: `/clips/${clip}` });
  const badge = await waitForBadge(page, 'the end of the check', isFinal);
  expect(badge.headline).toBe(`Could not check (${why})`);
});

test('a protected player is left alone, with the reason', async () => {
  const page = await stage.open('protected.html');
  const badge = await waitForBadge(page, 'the end of the check', isFinal);
  expect(badge.headline).toBe('Could not check (protected video)');
});

const ENDED = [
  ['a paused video', { paused: '' }, 'one-face.webm', 'own'],
  ['a video that was played once', {}, 'one-face.mp4', 'own'],
  ['a paused video of another host', { paused: '' }, 'one-face.mp4', 'foreign'],
] as const;

test.for(siblings(ENDED, 2))(
  '%s is told what "Check files" tells of its file',
  async ([, query, clip, where]) => {
    const page = await stage.open('video.html', { src: stage.clip(clip, where), ...query });
    await page.locator('video').evaluate((video: HTMLVideoElement) => (video.loop = false));
    const badge = await waitForBadge(page, 'the end of the check', isFinal, 180_000);
    expect(badge.details).toContain('read from the file itself');
    const player = await page
      .locator('video')
      .evaluate(({ currentTime, paused, ended }: HTMLVideoElement) => ({
        time: currentTime,
        paused: paused || ended,
      }));
    expect(player.paused).toBe(true);
    if ('paused' in query) expect(player.time).toBe(0);
    const clips = await prepareClips();
    const checker = await stage.browser.page('src/pages/check-files/index.html');
    const words: string[] = [];
    await checkOnPage(checker, [clips.file(clip)], 16, (_, { verdict }) =>
      words.push(VERDICT_WORDS[verdict]),
    );
    expect(badge.words).toBe(words[0]);
  },
);

test('a paused stream gets a careful answer from its one picture, and stays as it is', async () => {
  const page = await stage.open('video.html', { mse: 'one-face-fragmented.mp4', paused: '' });
  const badge = await waitForBadge(page, 'the end of the check', isFinal);
  expect(badge.headline).toBe('Unclear (too few different frames with a face: 1 of 8 frames)');
  expect(badge.details).toContain('Press play: 1 of 8 frames');
  const player = await page.locator('video').evaluate((video: HTMLVideoElement) => ({
    time: video.currentTime,
    paused: video.paused,
    attributes: video.getAttributeNames().sort(),
  }));
  expect(player.time).toBe(0);
  expect(player.paused).toBe(true);
  expect(player.attributes).toEqual(['loop', 'playsinline', 'src']);

  // Out of sight and back, over and over: the same picture tells nothing new.
  await page.locator('main').evaluate((main) => (main.style.minHeight = '400vh'));
  for (const top of [2000, 0, 2000, 0]) {
    await page.evaluate((y) => scrollTo(0, y), top);
    await page.waitForTimeout(1000);
  }
  const after = await waitForBadge(page, 'the badge again', (seen) => !seen.hidden);
  expect(after.details).toContain('1 of 1 frame with a usable face');
});

test('a video too small to show a face is ignored until it grows', async () => {
  const page = await stage.open('video.html', { src: '/clips/one-face.webm', width: '40' });
  // Something to wait for that tells that the script runs: a video of proper size beside it.
  await page.evaluate(() => {
    const other = document.createElement('video');
    Object.assign(other, { src: '/clips/no-face.webm', muted: true, autoplay: true, loop: true });
    document.querySelector('main')?.append(other);
  });
  await waitForBadge(page, 'the badge of the other video', (badge) => badge.words.startsWith('Checking'));
  expect(await shownBadges(page)).toHaveLength(1);
  await page
    .locator('video')
    .last()
    .evaluate((video) => video.remove());
  await page
    .locator('video')
    .first()
    .evaluate((video: HTMLVideoElement) => (video.style.width = '480px'));
  await waitForBadge(
    page,
    'a badge on the grown video',
    (badge) => isJudged(badge) || badge.words.startsWith('Checking'),
  );
});

test('the details open with a click and close with Escape', async () => {
  const page = await stage.open('video.html', { src: '/clips/no-face.webm' });
  const closed = await waitForBadge(page, 'the badge', (badge) => badge.box !== null);
  expect(closed.open).toBe(false);
  await clickBadge(page, closed);
  const open = await waitForBadge(page, 'the open details', (badge) => badge.open);
  expect(open.name).toContain('Close details');
  await page.keyboard.press('Escape');
  await waitForBadge(page, 'the closed details', (badge) => !badge.open);
});
