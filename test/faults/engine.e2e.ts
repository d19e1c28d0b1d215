import { expect, test } from 'vitest';
import { poll } from '../../tools/lib/poll.ts';
import { browserSession } from '../../tools/lib/browser/targets.ts';
import { tell } from '../../tools/lib/browser/tell.ts';
import { isFinal, isJudged, shownBadges, waitForBadge } from '../support/badge.ts';
import { engineOf, inContentScript, isUnderWay, stopWorker, verdictOn } from '../support/contexts.ts';
import { useStage } from '../support/stage.ts';

/** Parts of the extension, and of the browser, that end or stop in the middle of a check. */
const stage = useStage({ site: true });
const open = (clip = '/clips/one-face.webm') => stage.open('video.html', { src: clip });

test(
  'the worker is stopped at 50 points of checks: each check ends with its verdict, in the badge and the popup',
  { timeout: 900_000 },
  async () => {
    let stops = 0;
    for (let check = 0; stops < 50; check++) {
      const page = await open();
      let judged = false;
      // Every check is hit at other moments.
      await page.waitForTimeout(100 + 37 * check);
      while (!judged && stops < 50) {
        await stopWorker(stage);
        stops++;
        await page.waitForTimeout(400 + 90 * (stops % 7));
        judged = (await shownBadges(page)).some(isFinal);
      }
      expect((await verdictOn(stage, page)).framesJudged).toBeGreaterThan(3);
      await page.close();
    }
  },
);

test('the engine page is closed five times in one check: the check comes to its verdict', async () => {
  const page = await open();
  for (let time = 0; time < 5; time++) {
    await waitForBadge(
      page,
      'the check to be under way',
      (badge) => isUnderWay(badge) || isJudged(badge),
      90_000,
    );
    (await engineOf(stage)).evaluate('window.close()').catch(() => undefined);
    await page.waitForTimeout(1500);
  }
  await verdictOn(stage, page);
}, 300_000);

test('the engine page is closed ten times while it starts: nothing is said to be missing, and the check comes to its verdict', async () => {
  (await stage.browser.offscreen())?.evaluate('window.close()').catch(() => undefined);
  const page = await open('/clips/one-face-right.webm');
  for (let time = 0; time < 10; time++) {
    const engine = await poll('an engine page', () => stage.browser.offscreen(), {
      everyMs: 20,
      limitMs: 60_000,
    });
    await page.waitForTimeout(40 * time);
    engine.evaluate('window.close()').catch(() => undefined);
    await page.waitForTimeout(200);
    const [badge] = await shownBadges(page);
    expect(badge?.words ?? '').not.toMatch(/^Could not check/);
  }
  await verdictOn(stage, page);
}, 300_000);

test('the engine page is blocked for 20 seconds: the check waits, and comes to its verdict', async () => {
  const page = await open();
  await waitForBadge(page, 'the check to be under way', isUnderWay, 90_000);
  const engine = await engineOf(stage);
  await engine.evaluate('setTimeout(() => { const end = Date.now() + 20000; while (Date.now() < end); }, 0)');
  await page.waitForTimeout(5000);
  // The page itself stays quick, and nothing is said that is not so.
  const begin = Date.now();
  expect((await shownBadges(page)).every((badge) => !badge.words.startsWith('Could not check'))).toBe(true);
  expect(Date.now() - begin).toBeLessThan(5000);
  await verdictOn(stage, page);
});

test('the process that draws with the GPU crashes: the check comes to its verdict', async () => {
  const page = await open();
  await waitForBadge(page, 'the check to be under way', isUnderWay, 90_000);
  const session = await browserSession(stage.browser.context);
  await session.send('Browser.crashGpuProcess');
  await session.detach();
  await verdictOn(stage, page);
  // The next one, too.
  await verdictOn(stage, await open('/clips/one-face-right.webm'));
});

test.for([
  ['forward by three days', 3 * 86_400_000],
  ['back by three days', -3 * 86_400_000],
] as const)('the clock is moved %s in mid-check: the check comes to its verdict', async ([, ms]) => {
  const page = await open();
  await waitForBadge(page, 'the check to be under way', isUnderWay, 90_000);
  const move = `{ const real = Date.now.bind(Date); const Real = Date;
    globalThis.Date = class extends Real { constructor(...given) { given.length === 0 ? super(real() + ${ms}) : super(...given); } static now() { return real() + ${ms}; } }; }`;
  await (await engineOf(stage)).evaluate(move);
  await (await stage.browser.worker()).evaluate(move);
  await inContentScript(stage, page, move);
  const state = await verdictOn(stage, page);
  expect(state.framesJudged).toBeGreaterThan(3);
  // A check that begins under the new clock.
  await verdictOn(stage, await open('/clips/one-face-right.webm'));
  (await engineOf(stage)).evaluate('window.close()').catch(() => undefined);
  await stopWorker(stage);
});

test('the storage of the session is full: the badge tells the verdict, and what is full does not end checks', async () => {
  const worker = await stage.browser.worker();
  // All that is left of the 10 MB goes.
  await worker.evaluate(async () => {
    for (let size = 2 ** 20, i = 0; size > 64; i++) {
      try {
        await chrome.storage.session.set({ [`ballast:${i}`]: 'x'.repeat(size) });
      } catch {
        size >>= 1;
      }
    }
  });
  const page = await open();
  await waitForBadge(page, 'a verdict on the face', isJudged, 120_000);
  // Once there is room, the popup knows of the next one.
  await worker.evaluate(async () => {
    const names = Object.keys(await chrome.storage.session.get(null)).filter((name) =>
      name.startsWith('ballast:'),
    );
    await chrome.storage.session.remove(names);
  });
  await verdictOn(stage, await open('/clips/one-face-right.webm'));
});

test('a tab is frozen in mid-check and goes on: the check comes to its verdict', async () => {
  const page = await open();
  await waitForBadge(page, 'the check to be under way', isUnderWay, 90_000);
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await new Promise((resolve) => setTimeout(resolve, 8000));
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await session.detach();
  await verdictOn(stage, page);
});

test('a tab is discarded: its verdict goes with it, and comes again when the tab is loaded', async () => {
  const page = await open();
  await verdictOn(stage, page);
  const tabId = await stage.tabId(page);
  const office = await stage.browser.page('licenses.txt');
  const worker = await stage.browser.worker();
  const discarded = await worker.evaluate(async (id) => (await chrome.tabs.discard(id))?.id ?? null, tabId);
  if (discarded === null) throw new Error('The tab was not discarded');
  const videos = async (id: number) => (await tell(office, 'background.tab', { tabId: id })).videos;
  await poll('the verdict to be gone', async () => (await videos(discarded)).length === 0, {
    limitMs: 30_000,
  });
  await (await stage.browser.worker()).evaluate((id) => chrome.tabs.update(id, { active: true }), discarded);
  await poll(
    'the verdict of the tab that was loaded again',
    async () => (await videos(discarded))[0]?.phase === 'done',
    {
      limitMs: 120_000,
    },
  );
});
