import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { poll } from '../../tools/lib/poll.ts';
import { announced, badges, isFinal, isJudged, waitForBadge } from '../support/badge.ts';
import { useStage } from '../support/stage.ts';
import { siblings } from '../support/suite.ts';
import { tabReport } from '../../tools/lib/browser/tell.ts';

/** Nothing happens on a site without the user's word for it. No switch is on at first. */
const stage = useStage({ site: false });

/** Chooses our item in the context menu of a page's video, which Playwright cannot open. */
async function chooseMenuItem(page: Page, info: Record<string, unknown>): Promise<void> {
  const worker = await stage.browser.worker();
  const tabId = await stage.tabId(page);
  await worker.evaluate(
    async ([id, more]) => {
      const tab = await chrome.tabs.get(id);
      const event = chrome.contextMenus.onClicked;
      // Chromium's events have it, though no documentation names it.
      const dispatch: unknown = Reflect.get(event, 'dispatch');
      if (typeof dispatch !== 'function') throw new Error('This browser lets no test dispatch the event');
      const click = { menuItemId: 'check-video', editable: false, frameId: 0, pageUrl: tab.url, ...more };
      Reflect.apply(dispatch, event, [click, tab]);
    },
    [tabId, info] as const,
  );
}

test('on a site that was not switched on nothing runs, and the popup says so', async () => {
  const page = await stage.open('video.html', { src: '/clips/one-face.webm' });
  const tabId = await stage.tabId(page);
  const popup = await stage.browser.page(`src/popup/index.html?tab=${tabId}`);
  await popup.getByText('No video was checked here yet.').waitFor();
  // By now the video plays; a registered script would have reported it within the second.
  await poll('the video to have played for two seconds', () =>
    page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime > 2),
  );
  const worker = await stage.browser.worker();
  expect(
    await worker.evaluate(async () => (await chrome.scripting.getRegisteredContentScripts()).length),
  ).toBe(0);
  expect(await badges(page)).toHaveLength(0);
  expect((await tabReport(popup, tabId)).videos).toHaveLength(0);
  expect(await stage.browser.offscreen()).toBeNull();
});

test('a video under a layer of controls is checked from the context menu, once, and the result is announced', async () => {
  const page = await stage.open('overlay.html');
  await page.locator('#layer').click({ button: 'right', position: { x: 200, y: 200 } });
  await chooseMenuItem(page, {});
  const badge = await waitForBadge(page, 'a verdict on the face', isJudged);
  await poll('the announcement', async () => (await announced(page)) === `Video check: ${badge.headline}`);
  // The wish was for this video, not for the site.
  await page.reload();
  await poll('the video to play again', () =>
    page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime > 1),
  );
  expect(await badges(page)).toHaveLength(0);
});

test.for(siblings(['own', 'foreign'] as const, 0))(
  'a paused video of two minutes is read closely enough to find 24 s with another face (file of the %s host)',
  async (where) => {
    const src = stage.clip('swapped-part.mp4', where);
    const page = await stage.open('video.html', { src, paused: '' });
    await page.locator('video').evaluate((video: HTMLVideoElement) => (video.loop = false));
    await chooseMenuItem(page, { mediaType: 'video', srcUrl: src });
    const badge = await waitForBadge(page, 'the verdict', isJudged, 120_000);
    expect(badge.headline).toMatch(/0:5\d–1:1\d/);
    expect(badge.details).toContain('read from the file itself');
  },
);

test('a page without a video answers the menu in the toolbar', async () => {
  const page = await stage.open('still.html');
  const tabId = await stage.tabId(page);
  await chooseMenuItem(page, {});
  const worker = await stage.browser.worker();
  await poll('the notice', async () => {
    const title = await worker.evaluate((id) => chrome.action.getTitle({ tabId: id }), tabId);
    return title === 'FakeFilter: No video was found there.';
  });
});

test('a video that never shows a frame ends with that reason', async () => {
  const page = await stage.open('video.html', { src: '/clips/zero-frames.mp4' });
  await chooseMenuItem(page, { mediaType: 'video', srcUrl: stage.clip('zero-frames.mp4') });
  const badge = await waitForBadge(page, 'the end of the check', isFinal);
  expect(badge.headline).toMatch(
    /^Could not check \((the video delivered no frame; let it play and try again|this browser could not play what came from the video’s address)\)$/,
  );
});

test('the switch of a site works on pages that are open already, both ways', async () => {
  const page = await stage.open('video.html', { src: '/clips/no-face.webm' });
  expect(await badges(page)).toHaveLength(0);
  await stage.setSite(true);
  await waitForBadge(page, 'the badge', (badge) => badge.box !== null);
  await stage.setSite(false);
  await poll('the badges to be gone', async () => (await badges(page)).length === 0);
  await page.reload();
  const worker = await stage.browser.worker();
  expect(
    await worker.evaluate(async () => (await chrome.scripting.getRegisteredContentScripts()).length),
  ).toBe(0);
});

test('a switch that is turned on, and a page with a video, start the detector before a frame can be taken', async () => {
  await stage.setSite(true);
  const engine = await poll('the detector to be started with the switch', () => stage.browser.offscreen());
  // Its own page goes with the call, and with it the answer.
  engine.evaluate('window.close()').catch(() => undefined);
  await poll('the detector to be gone', async () => (await stage.browser.offscreen()) === null);
  await stage.openHtml('<!doctype html><title>Soon</title><video width="320" height="180"></video>');
  await poll('the detector to be started for the page', () => stage.browser.offscreen());
  await stage.setSite(false);
});
