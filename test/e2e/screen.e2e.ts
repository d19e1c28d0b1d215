import { afterAll, beforeAll, expect, test } from 'vitest';
import { distOf } from '../../tools/build.ts';
import { poll } from '../../tools/poll.ts';
import { isJudged, waitForBadge } from '../support/badge.ts';
import { Stage } from '../support/stage.ts';
import { tabReport, tell } from '../../tools/tell.ts';

/**
 * The product itself, with no host access at all: opening the popup is what gives access to the tab (`activeTab`), as it
 * does for users. DevTools can press the button.
 */
const stage = new Stage({ dist: distOf('product') });
beforeAll(() => stage.up());
afterAll(() => stage.down());

test('without any host access, a file of another host is read from the screen once the user asks', async () => {
  const page = await stage.open('video.html', { src: stage.clip('one-face.webm', 'foreign') });
  await page.bringToFront();
  const office = await stage.browser.page('licenses.txt');
  await page.bringToFront();
  const tabId = await stage.browser.pressButton(page);
  expect(await tell(office, 'background.checkTab', { tabId })).toEqual({ started: 1 });

  const badge = await waitForBadge(page, 'a verdict from the screen', isJudged);
  expect(badge.details).toContain('screen quality');
  const report = await poll('the report of a finished check', async () =>
    (await tabReport(office, tabId)).videos.find((video) => video.phase === 'done'),
  );
  expect(report.state?.quality).toBe('screen');
  expect(report.state?.faces).toHaveLength(1);
});
