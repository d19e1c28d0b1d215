import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { distOf } from '../../tools/lib/build.ts';
import { poll } from '../../tools/lib/poll.ts';
import { tell } from '../../tools/lib/browser/tell.ts';
import { isFinal, isJudged, waitForBadge } from '../support/badge.ts';
import { Stage, useStage } from '../support/stage.ts';

describe('files that do not open a second time', () => {
  const stage = useStage({ site: true });
  const REFUSED =
    'Could not check (the page plays the video, but its host did not let FakeFilter open it, too; right-click the video to have it read from the screen)';

  test.concurrent('of a host that wants to know where a request comes from', async () => {
    const page = await stage.open('video.html', { src: `${stage.clip('one-face.mp4', 'foreign')}?referer` });
    const badge = await waitForBadge(page, 'the refusal', isFinal);
    expect(badge.headline).toBe(REFUSED);
  });

  test.concurrent('of a host that leads on to one that was not allowed', async () => {
    const elsewhere = stage.clip('one-face.mp4', 'foreign').replace('localhost', 'media.localhost');
    const src = `${stage.clip('one-face.mp4', 'foreign')}?redirect=${encodeURIComponent(elsewhere)}`;
    const page = await stage.open('video.html', { src });
    const badge = await waitForBadge(page, 'the refusal', isFinal);
    expect(badge.headline).toBe(REFUSED);
  });

  test.concurrent('but one that does, through a redirect to its own host, is judged', async () => {
    const there = stage.clip('one-face.mp4', 'foreign');
    const page = await stage.open('video.html', { src: `${there}?redirect=${encodeURIComponent(there)}` });
    const badge = await waitForBadge(page, 'a verdict', isJudged);
    expect(badge.details).toContain('read from the file itself');
  });

  test.concurrent.for([
    ['is no video', 'text.mp4', ''],
    ['came packed', 'one-face.mp4', '?odd=gzip'],
  ] as const)('and what the page does not play either is not blamed: what %s', async ([, clip, query]) => {
    const page = await stage.open('video.html', { src: stage.clip(clip, 'foreign') + query });
    const badge = await waitForBadge(page, 'the end of the check', isFinal);
    expect(badge.headline).toBe(
      'Could not check (this browser could not play what came from the video’s address)',
    );
  });
});

/** The product, which has access to no host at all until the user gives it. */
describe('a video in a frame of another host', () => {
  const stage = new Stage({ dist: distOf('product') });
  beforeAll(() => stage.up());
  afterAll(() => stage.down());

  async function pressed(query: Record<string, string>): Promise<{ page: Page; tabId: number }> {
    const page = await stage.open('embed.html', query);
    await page.bringToFront();
    const office = await stage.browser.page('licenses.txt');
    await page.bringToFront();
    const tabId = await stage.browser.pressButton(page);
    expect(await tell(office, 'background.checkTab', { tabId })).toMatchObject({ found: 0, started: 0 });
    return { page, tabId };
  }

  const frames = (): Record<string, string>[] => [
    { host: stage.server.foreign },
    { host: stage.server.foreign, in: 'shadow' },
    { host: stage.server.foreign, as: 'object' },
    { host: stage.server.foreign, as: 'embed' },
    { host: stage.server.foreign, deep: stage.server.foreign.replace('localhost', 'media.localhost') },
  ];

  test('is named by its host, which can be allowed in the popup', async () => {
    for (const query of frames()) {
      const { page, tabId } = await pressed(query);
      const popup = await stage.browser.page(`src/popup/index.html?tab=${tabId}`);
      const host = new URL(stage.server.foreign).host;
      await popup.getByRole('button', { name: `Allow ${host}` }).waitFor();
      await Promise.all([page.close(), popup.close()]);
    }
  });

  test('is not suspected in a frame too small for a face', async () => {
    const { page, tabId } = await pressed({ host: stage.server.foreign, small: '' });
    const popup = await stage.browser.page(`src/popup/index.html?tab=${tabId}`);
    await popup.getByText('No video was checked here yet.').waitFor();
    expect(await popup.getByText('Frames of other hosts').count()).toBe(0);
    await Promise.all([page.close(), popup.close()]);
  });
});

describe('the keyboard shortcut', () => {
  const stage = useStage({ site: false });

  async function pressShortcut(page: Page): Promise<number> {
    const tabId = await stage.tabId(page);
    const worker = await stage.browser.worker();
    await worker.evaluate(async (id) => {
      const event = chrome.commands.onCommand;
      // Chromium's events have it, though no documentation names it.
      const dispatch: unknown = Reflect.get(event, 'dispatch');
      if (typeof dispatch !== 'function') throw new Error('This browser lets no test dispatch the event');
      Reflect.apply(dispatch, event, ['check-video', await chrome.tabs.get(id)]);
    }, tabId);
    return tabId;
  }

  /** What the page shows of ours besides badges. */
  async function noticeIn(page: Page): Promise<string> {
    const session = await page.context().newCDPSession(page);
    const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
    await session.detach();
    return (
      /"data-fakefilter","notice".*?"nodeValue":"(FakeFilter: [^"]+)"/.exec(JSON.stringify(root))?.[1] ?? ''
    );
  }

  test('on a page without a video is answered in the page', async () => {
    const page = await stage.open('still.html');
    await pressShortcut(page);
    await poll(
      'the answer',
      async () => (await noticeIn(page)) === 'FakeFilter: No video was found on this page.',
    );
    await poll('the answer to go', async () => (await noticeIn(page)) === '', { limitMs: 12_000 });
  });

  test('on a page whose video lies in a frame of another host names that host', async () => {
    const host = stage.server.foreign.replace('localhost', 'media.localhost');
    const page = await stage.open('embed.html', { host });
    await pressShortcut(page);
    await poll('the answer', async () => (await noticeIn(page)).includes(new URL(host).host));
  });

  test('on a page with a video checks it, and says what it waits for', async () => {
    const page = await stage.open('video.html', { src: '/clips/no-face.webm' });
    const seen = new Set<string>();
    await pressShortcut(page);
    const badge = await waitForBadge(page, 'the end of the check', (each) => {
      seen.add(each.words);
      return isFinal(each);
    });
    expect(badge.headline).toBe('Could not check (no face to judge)');
    // The detector starts with this very check.
    expect([...seen]).toContain('Starting the detector');
    expect([...seen]).toContain('Checking: no face yet');
    expect([...seen].filter((words) => words.startsWith('Checking 0 of'))).toEqual([]);
  });
});
