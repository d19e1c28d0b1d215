import { createServer, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { poll } from '../../tools/lib/poll.ts';
import { tabReport } from '../../tools/lib/browser/tell.ts';
import { prepareClips } from '../../tools/clips/clips.ts';
import { badges, isFinal, isJudged, shownBadges, waitForBadge, waitForBadges } from '../support/badge.ts';
import { isUnderWay, verdictOn } from '../support/contexts.ts';
import { useStage } from '../support/stage.ts';

/** Videos as no player likes them. */
const stage = useStage({ site: true });

/** Serves the first bytes of a clip and then nothing more, without an end. */
let stalled: { origin: string; close: () => void };
beforeAll(async () => {
  const bytes = await readFile((await prepareClips()).file('long-then-cut.mp4'));
  const open = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    open.add(response);
    const share = new URL(request.url ?? '/', 'http://host').searchParams.get('share') ?? '0';
    const end = Math.floor(bytes.length * Number(share));
    const start = Number(/bytes=(\d+)/.exec(request.headers.range ?? '')?.[1] ?? 0);
    response.writeHead(request.headers.range ? 206 : 200, {
      'content-type': 'video/mp4',
      'accept-ranges': 'bytes',
      'content-length': bytes.length - start,
      ...(request.headers.range && { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` }),
    });
    response.write(bytes.subarray(start, Math.max(start, end)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  stalled = {
    origin: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
});
afterAll(() => stalled.close());

test('500 videos on one page: those on the screen are judged, the page stays quick, and the ledger keeps its bounds', async () => {
  const page = await stage.openHtml(
    `<!doctype html><title>Many</title>${'<video src="/clips/one-face.webm" muted autoplay loop playsinline width="320" height="180" preload="none"></video>'.repeat(500)}`,
  );
  await poll(
    'a verdict on some of them',
    async () => (await shownBadges(page)).filter(isJudged).length >= 3,
    { limitMs: 180_000, everyMs: 2000 },
  );
  const tabId = await stage.tabId(page);
  const office = await stage.browser.page('licenses.txt');
  const { videos } = await tabReport(office, tabId);
  expect(videos.length).toBeLessThanOrEqual(200);
  expect(videos.some(({ phase }) => phase === 'done')).toBe(true);
  // All of them are taken away at once, and one comes.
  await page.evaluate("document.querySelectorAll('video').forEach((video) => video.remove())");
  await poll('the badges to be gone', async () => (await badges(page)).length === 0, { limitMs: 30_000 });
  await page.evaluate(
    `document.body.insertAdjacentHTML('beforeend', '<video src="/clips/one-face-right.webm" muted autoplay loop playsinline width="640" height="360"></video>')`,
  );
  await waitForBadge(page, 'a verdict on the video that came last', isJudged, 90_000);
}, 400_000);

/** Draws a clip onto a canvas whose size can be changed, and shows what a stream of it shows. */
const LIVE = `<!doctype html><title>Live</title>
  <video id="live" muted autoplay playsinline width="640" height="360"></video>
  <script>
    const source = document.createElement('video');
    Object.assign(source, { src: '/clips/one-face.webm', muted: true, loop: true, autoplay: true });
    const canvas = document.createElement('canvas');
    const draw = canvas.getContext('2d');
    globalThis.resize = (width, height) => Object.assign(canvas, { width, height });
    resize(640, 360);
    setInterval(() => draw.drawImage(source, 0, 0, canvas.width, canvas.height), 100);
    live.srcObject = canvas.captureStream(10);
  </script>`;

test('a live stream without end: it is judged while it goes on', async () => {
  const page = await stage.openHtml(LIVE);
  const state = await verdictOn(stage, page);
  expect(state.framesJudged).toBeGreaterThan(3);
  expect(await page.evaluate("document.querySelector('#live').duration")).toBe(Infinity);
});

test('a resolution that changes up to 4K and back while it is checked: the check comes to its verdict', async () => {
  const page = await stage.openHtml(LIVE);
  const sizes = [
    [3840, 2160],
    [320, 180],
    [1920, 1080],
    [1280, 720],
    [3840, 2160],
    [640, 360],
  ];
  let step = 0;
  const changing = setInterval(() => {
    const [width, height] = sizes[step++ % sizes.length] ?? [];
    page.evaluate(`resize(${width}, ${height})`).catch(() => undefined);
  }, 1500);
  try {
    const state = await verdictOn(stage, page);
    expect(step).toBeGreaterThan(2);
    expect(state.faces.length).toBeLessThan(4);
  } finally {
    clearInterval(changing);
  }
});

/**
 * A page with a video of which only a share comes. Not a made page: there Playwright stands in the way of all that a page asks for, and
 * Chromium fails a video that begins with nothing. It comes after the page, which would wait for it otherwise.
 */
async function openStalled(share: number): Promise<Page> {
  const page = await stage.open('still.html');
  await page.evaluate(
    (src) =>
      (document.body.innerHTML = `<video src="${src}" muted autoplay playsinline width="640" height="360"></video>`),
    `${stalled.origin}/a.mp4?share=${share}`,
  );
  return page;
}

test('a file that stalls before its first frame: the badge goes on to say that it waits', async () => {
  const page = await openStalled(0);
  const badge = await waitForBadge(
    page,
    'a badge',
    (one) => one.words.startsWith('Waiting') || isFinal(one),
    60_000,
  );
  await page.waitForTimeout(15_000);
  const [later] = await shownBadges(page);
  expect([badge.words, later?.words]).toEqual([
    expect.stringMatching(/^Waiting/),
    expect.stringMatching(/^Waiting/),
  ]);
});

test('a file that stalls in the middle: what was seen is told as too little, or judged', async () => {
  const page = await openStalled(0.15);
  const badge = await waitForBadge(page, 'the end of the check', isFinal, 110_000);
  expect(badge.words).toMatch(/^(Unclear|No sign|Likely|Could not check)/);
  expect(badge.headline).not.toContain('detector');
});

test('access to a site is taken away in mid-check: its videos are left alone and its switch is off', async () => {
  const page = await stage.open('video.html', { src: stage.clip('one-face.webm', 'foreign') });
  await waitForBadge(page, 'the check to be under way', isUnderWay, 90_000);
  const tabId = await stage.tabId(page);
  const extensions = await stage.browser.context.newPage();
  await extensions.goto('chrome://extensions');
  const access = (hostAccess: 'ON_CLICK' | 'ON_ALL_SITES') =>
    extensions.evaluate(
      `chrome.developerPrivate.updateExtensionConfiguration({ extensionId: '${stage.browser.extensionId}', hostAccess: '${hostAccess}' })`,
    );
  await access('ON_CLICK');
  const office = await stage.browser.page('licenses.txt');
  try {
    await poll('the switch to be off', async () => !(await tabReport(office, tabId)).check, {
      limitMs: 30_000,
    });
    await poll(
      'the badge to be gone or to say why',
      async () =>
        (await shownBadges(page)).every(
          (badge) => badge.words.startsWith('Could not check') || isJudged(badge),
        ),
      { limitMs: 60_000 },
    );
  } finally {
    await access('ON_ALL_SITES');
  }
  await stage.setSite(true);
  await waitForBadges(
    page,
    'the check to go on once access is back',
    (badge) => isUnderWay(badge) || isFinal(badge),
    { limitMs: 90_000 },
  );
});
