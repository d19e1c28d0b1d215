import { expect, test } from 'vitest';
import { poll } from '../../tools/lib/poll.ts';
import { tabReport } from '../../tools/lib/browser/tell.ts';
import { isJudged, waitForBadge } from '../support/badge.ts';
import { isUnderWay } from '../support/contexts.ts';
import { useStage } from '../support/stage.ts';

/** A browser that keeps pages which were left, as the users' does. */
const stage = useStage({
  site: true,
  withoutArgs: ['--disable-back-forward-cache'],
  args: [
    '--enable-features=BackForwardCache,BackForwardCacheMemoryControls:memory_threshold_for_back_forward_cache_in_mb/0',
  ],
});

test.for(['mid-check', 'with its verdict'])(
  'a page is left %s and comes back from the cache: its verdict is in the badge and the popup',
  async (when) => {
    const page = await stage.open('video.html', { src: '/clips/one-face.webm' });
    await page.evaluate(
      "addEventListener('pageshow', (event) => { globalThis.cameBack = event.persisted; })",
    );
    await waitForBadge(page, 'the check', when === 'mid-check' ? isUnderWay : isJudged, 90_000);
    const tabId = await stage.tabId(page);
    const office = await stage.browser.page('licenses.txt');
    const videos = async () => (await tabReport(office, tabId)).videos;
    await page.goto(`${stage.server.origin}/still.html`);
    await poll(
      'the popup to know nothing of the page that was left',
      async () => (await videos()).length === 0,
    );
    // By DevTools alone: Playwright does not expect a page that was left to live.
    const devtools = await page.context().newCDPSession(page);
    const ask = async (expression: string) =>
      (await devtools.send('Runtime.evaluate', { expression, returnByValue: true })).result.value as unknown;
    await ask('history.back()');
    await poll('the page to be back', async () => (await ask('globalThis.cameBack')) === true, {
      limitMs: 30_000,
    });
    await waitForBadge(page, 'the verdict', isJudged, 90_000);
    await poll('the verdict in the ledger', async () => (await videos())[0]?.phase === 'done', {
      limitMs: 30_000,
    });
    expect(await videos()).toHaveLength(1);
  },
);
