import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { poll } from '../../tools/lib/poll.ts';
import { browserSession, listTargets } from '../../tools/lib/browser/targets.ts';
import { badges, isJudged, waitForBadge } from '../support/badge.ts';
import { isUnderWay, stopWorker } from '../support/contexts.ts';
import { useStage } from '../support/stage.ts';
import { tabReport, tell } from '../../tools/lib/browser/tell.ts';

/** Parts of the extension that end while a video is being checked. */
const stage = useStage({ site: true });

/** Errors that a page's owner, or a user who opens the console, would see. */
function errorsOf(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return errors;
}

test('when the service worker is stopped the check goes on and its verdict is kept', async () => {
  const page = await stage.open('video.html', { src: '/clips/one-face.webm' });
  await waitForBadge(page, 'the check to be under way', isUnderWay);
  const tabId = await stage.tabId(page);
  const before = await stage.browser.worker();
  await before.evaluate('globalThis.sameLife = true');

  await stopWorker(stage);

  const badge = await waitForBadge(page, 'a verdict on the face', isJudged);
  const options = await stage.browser.page('src/pages/options/index.html');
  const report = await poll('the verdict in the ledger', async () => {
    const { videos } = await tabReport(options, tabId);
    return videos[0]?.phase === 'done' && videos[0];
  });
  expect(badge.words).not.toBe('');
  expect(report.state?.framesJudged).toBeGreaterThan(1);
  const after = await stage.browser.worker();
  expect(await after.evaluate('globalThis.sameLife === true')).toBe(false);
});

test('forgotten verdicts are gone from the popup and the page', async () => {
  const page = await stage.open('video.html', { src: '/clips/one-face.webm' });
  await waitForBadge(page, 'the check to be under way', isUnderWay);
  // A video that stands gets its verdict of what was seen.
  await page.locator('video').evaluate((video: HTMLVideoElement) => video.pause());
  await waitForBadge(page, 'a verdict on the face', isJudged);
  const tabId = await stage.tabId(page);
  const options = await stage.browser.page('src/pages/options/index.html');
  const state = async () => (await tabReport(options, tabId)).videos[0]?.state ?? null;
  await poll('the verdict in the ledger', state);
  await options.getByRole('button', { name: 'Forget all verdicts' }).click();
  await options.getByText('All verdicts were forgotten, those of checked files, too.').waitFor();
  expect(await state()).toBeNull();
  await page.bringToFront();
  await poll('the badge to be gone', async () => (await badges(page)).length === 0);
  // Back in front the page tells again what it knows.
  expect(await state()).toBeNull();
});

test('when the engine page is closed another takes over and the check comes to its verdict', async () => {
  const options = await stage.browser.page('src/pages/options/index.html');
  const page = await stage.open('video.html', { src: '/clips/one-face.webm' });
  const errors = errorsOf(page);
  await waitForBadge(page, 'the check to be under way', isUnderWay);
  const { bootId } = await tell(options, 'engine.status', {});

  const engine = await stage.browser.offscreen();
  if (!engine) throw new Error('There is no engine page');
  // Its own page goes with the call, and with it the answer.
  engine.evaluate('window.close()').catch(() => undefined);
  await poll('the engine page to be gone', async () => {
    const session = await browserSession(stage.browser.context);
    const targets = await listTargets(session);
    await session.detach();
    return !targets.some((target) => target.targetId === engine.info.targetId);
  });

  await waitForBadge(page, 'a verdict on the face', isJudged, 60_000);
  const status = await tell(options, 'engine.status', {});
  expect(status.bootId).not.toBe(bootId);
  expect(errors).toEqual([]);
});

test('after the extension is reloaded the old script is quiet and the new one starts afresh', async () => {
  const page = await stage.open('video.html', { src: '/clips/one-face.webm' });
  const errors = errorsOf(page);
  await waitForBadge(page, 'the check to be under way', isUnderWay);
  const old = await stage.browser.worker();
  await old.evaluate('globalThis.sameLife = true');
  await stage.browser.reload();
  await poll(
    'the worker of the reloaded extension',
    async () => !(await (await stage.browser.worker()).evaluate('globalThis.sameLife === true')),
    { limitMs: 30_000 },
  );
  // Switched on before, the site is checked again without a reload of the page.
  await waitForBadge(page, 'the check to be under way again', isUnderWay, 60_000);
  expect(await badges(page)).toHaveLength(1);
  await page.evaluate(() => document.querySelector('video')?.remove());
  await poll('the badge to go with its video', async () => (await badges(page)).length === 0);
  expect(errors).toEqual([]);
}, 120_000);

test.for([
  ['while it is checked', isUnderWay, false],
  ['long after its verdict, in a tab behind another', isJudged, true],
] as const)(
  'a player in a frame that the page removes is no longer counted: %s',
  async ([, when, asleep]) => {
    const page = await stage.open('shadow-frame.html');
    await waitForBadge(page, 'the badge in the frame', when);
    const tabId = await stage.tabId(page);
    const title = async () =>
      (await stage.browser.worker()).evaluate((id) => chrome.action.getTitle({ tabId: id }), tabId);
    await poll('the toolbar to count the video', async () => (await title()).includes('1 video'));
    if (asleep) {
      // Some other tab is in front when the worker wakes.
      await stage.browser.page('licenses.txt');
      await stopWorker(stage);
    }
    await page.evaluate(() => document.querySelector('#embed')?.remove());
    await poll('the toolbar to forget the video', async () => (await title()) === 'FakeFilter');
  },
);

test('a page that is left in mid-check leaves nothing behind', async () => {
  const page = await stage.open('video.html', { src: '/clips/one-face.webm' });
  await waitForBadge(page, 'the check to be under way', isUnderWay);
  const tabId = await stage.tabId(page);
  const options = await stage.browser.page('src/pages/options/index.html');
  await page.goto(`${stage.server.origin}/still.html`);
  await poll(
    'the ledger to forget the video',
    async () => (await tabReport(options, tabId)).videos.length === 0,
  );
  expect(await badges(page)).toHaveLength(0);
  await page.goBack();
  await waitForBadge(page, 'the check to be under way again', isUnderWay, 60_000);
});
