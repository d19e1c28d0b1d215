import { afterAll, beforeAll, expect, it } from 'vitest';
import { poll } from '../../tools/lib/poll.ts';
import { RIGHT } from '../../tools/lib/browser/firefox/tab.ts';
import {
  eventPageState,
  isJudged,
  raiseFirefox,
  suspendEventPage,
  waitForBadge,
  type FirefoxStage,
} from '../support/firefox-stage.ts';

/** The extension in Firefox: what it shows, and what differs between the browsers (src/platform). */

/** As WebDriver names it. */
const ESCAPE = '\uE00C';

let stage: FirefoxStage;
beforeAll(async () => {
  stage = await raiseFirefox();
});
afterAll(() => stage.down());

it('a right click checks a video, also on a site that is not checked', async () => {
  const page = await stage.openPage('video.html', { src: stage.clip('one-face.webm') });
  const [video] = await page.see('video');
  await page.clickNode(video?.sharedId ?? '', RIGHT);
  const menu = stage.browser.window;
  const clicked = await poll('the item in the context menu', () =>
    menu.run<boolean>(`(() => {
      const menu = document.getElementById('contentAreaContextMenu');
      const item = [...menu.querySelectorAll('menuitem')].find((each) => each.label.startsWith('Check this video') && !each.hidden);
      if (!item || menu.state !== 'open') return false;
      menu.activateItem(item);
      return true;
    })()`),
  );
  expect(clicked).toBe(true);
  await waitForBadge(page, 'a verdict', isJudged);
  await page.close();
});

it('a site that is switched on gets badges, also on a video of another host, and the popup lists them', async () => {
  expect(await stage.tell('background.setSite', { origin: stage.server.origin, check: true })).toEqual({
    check: true,
  });
  // In windows of their own, since hidden tabs are not looked at.
  const [page, foreign] = await Promise.all(
    (['own', 'foreign'] as const).map((where) =>
      stage.openPage('video.html', { src: stage.clip('one-face.webm', where) }, 'window'),
    ),
  );
  if (!page || !foreign) throw new Error('Two pages were opened');
  const badge = await waitForBadge(page, 'a verdict', isJudged);
  await page.clickNode(badge.button.sharedId);
  const open = await waitForBadge(
    page,
    'the details',
    (each) => each.button.attributes['aria-expanded'] === 'true',
  );
  expect(open.details).toContain('Face 1');
  expect(open.details).toContain('Technical details');
  await page.press(ESCAPE);
  await waitForBadge(
    page,
    'the closed details',
    (each) => each.button.attributes['aria-expanded'] === 'false',
  );
  expect((await waitForBadge(foreign, 'a verdict on the foreign video', isJudged)).details).toContain(
    'Face 1',
  );

  const tab = await stage.tabId(encodeURIComponent(stage.clip('one-face.webm')));
  const popup = await stage.browser.open(stage.browser.url(`src/popup/index.html?tab=${tab}`));
  const listed = await poll('the video in the popup', async () => {
    const text = await popup.run<string>('document.body.innerText');
    return text.includes(badge.words) && text;
  });
  expect(listed).toContain('One video');
  expect(
    await popup.run<string[]>(
      `[...document.querySelectorAll('button[aria-label]')].map((button) => button.ariaLabel)`,
    ),
  ).toContain('Show on the page');
  for (const each of [popup, foreign, page]) await each.close();
});

it('a check goes on when the event page was suspended under it', async () => {
  const page = await stage.openPage('video.html', { src: stage.clip('one-face.webm') });
  await waitForBadge(page, 'a few judged frames', ({ words }) => /Checking [2-9] of/.test(words));
  const before = await stage.tell('engine.status', {});
  await suspendEventPage(stage);
  await waitForBadge(page, 'a verdict', isJudged);
  const after = await stage.tell('engine.status', {});
  expect(after.bootId).not.toBe(before.bootId);
  await page.close();
});

it('the event page stays while the engine page is open, and goes with it', async () => {
  await stage.tell('background.engine', {});
  await stage.browser.window.run(`Services.prefs.setIntPref('extensions.background.idle.timeout', 12000)`);
  try {
    await new Promise((resolve) => setTimeout(resolve, 16_000));
    expect(await eventPageState(stage.browser)).toBe('running');
  } finally {
    await stage.browser.window.run(`Services.prefs.clearUserPref('extensions.background.idle.timeout')`);
  }
});

it('says what this browser does not tell, and that its own pages are not looked at', async () => {
  const settings = await stage.browser.open(stage.browser.url('src/pages/options/index.html'));
  await poll('the word on the battery', () =>
    settings.run<boolean>(
      `document.body.innerText.includes('This browser does not tell whether the computer runs on battery')`,
    ),
  );
  const tab = await stage.tabId('src/pages/options/index.html');
  const popup = await stage.browser.open(stage.browser.url(`src/popup/index.html?tab=${tab}`));
  await poll('the word on the page', () =>
    popup.run<boolean>(`document.body.innerText.includes('This is a page of FakeFilter itself.')`),
  );
  for (const each of [popup, settings]) await each.close();
});

it('files are checked on their page', async () => {
  const page = await stage.browser.open(stage.browser.url('src/pages/check-files/index.html'));
  await page.choose('input[type=file]', [stage.file('one-face.mp4'), stage.file('one-face.avi')]);
  let text = '';
  await poll(
    'two verdicts',
    async () => {
      text = await page.run<string>('document.body.innerText');
      return (text.match(/Unclear|No sign of|Likely manipulated/g) ?? []).length >= 2;
    },
    { limitMs: 90_000, everyMs: 500, seen: () => text.slice(0, 1500) },
  );
  expect(text).not.toContain('Could not check');
  await page.close();
});
