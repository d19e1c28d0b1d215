import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { poll } from '../../tools/lib/poll.ts';
import { tabReport, tell } from '../../tools/lib/browser/tell.ts';
import { badges, isJudged, waitForBadge } from '../support/badge.ts';
import { isUnderWay } from '../support/contexts.ts';
import { useStage } from '../support/stage.ts';
import { siblings, sized } from '../support/suite.ts';

/** Pages that never come to rest: what the user asks of the others, and of the extension, must not wait for them. */
const stage = useStage({ site: true });

const VIDEO =
  '<video src="/clips/one-face.webm" muted autoplay loop playsinline width="640" height="360"></video>';

/** The beginning of a page whose end never comes. */
const endless = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.write(
    `<!doctype html><title>Endless</title>${VIDEO.replace('/clips/', `${stage.server.origin}/clips/`)}`,
  );
});
let endlessOrigin = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
  const address = endless.address();
  endlessOrigin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});
afterAll(() => {
  endless.closeAllConnections();
  endless.close();
});

async function timed<T>(work: Promise<T>): Promise<{ answer: T; seconds: number }> {
  const start = Date.now();
  const answer = await work;
  return { answer, seconds: (Date.now() - start) / 1000 };
}

test.for(
  siblings([
    ['never comes to the end of a loop', 'for (;;);'],
    ['shows a dialog', 'alert("Stop")'],
  ] as const),
)(
  'all verdicts are forgotten, and the switch turns, while a page %s',
  { timeout: 150_000 },
  async ([, act]) => {
    const page = await stage.openHtml(`<!doctype html><title>Busy</title>${VIDEO}`);
    await waitForBadge(page, 'a verdict on the face', isJudged, 90_000);
    const tabId = await stage.tabId(page);
    const office = await stage.browser.page('src/pages/options/index.html');
    await poll(
      'the verdict in the ledger',
      async () => (await tabReport(office, tabId)).videos[0]?.phase === 'done',
    );
    // Left open, as by a user who has gone.
    page.on('dialog', () => undefined);
    page.evaluate(`setTimeout(() => { ${act} }, 100)`).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 1000));

    const clearing = timed(tell(office, 'background.clearLedger', {}));
    await poll('the ledger to be empty', async () => (await tabReport(office, tabId)).videos.length === 0, {
      limitMs: 3000,
    });
    expect((await clearing).seconds).toBeLessThan(15);
    const off = await timed(
      tell(office, 'background.setSite', { origin: stage.server.origin, check: false }),
    );
    expect(off.answer.check).toBe(false);
    expect(off.seconds).toBeLessThan(20);

    // A page of another site is checked meanwhile. (Pages of one site may share a process, which this one holds up.)
    await stage.setSite(true, stage.server.foreign);
    const other = await stage.browser.context.newPage();
    await other.goto(`${stage.server.foreign}/video.html?src=/clips/one-face.webm`);
    await waitForBadge(
      other,
      'its check to be under way',
      (badge) => isUnderWay(badge) || isJudged(badge),
      90_000,
    );
    // Nothing else ends it; the answer would come from the page itself.
    void page
      .context()
      .newCDPSession(page)
      .then((session) => session.send('Page.crash'))
      .catch(() => undefined);
    await stage.setSite(true);
  },
);

test('a frame that never comes to rest does not keep the videos of its page from being checked', async () => {
  await stage.setSite(false);
  const page = await stage.openHtml(
    `<!doctype html><title>Frames</title>${VIDEO}<iframe src="${stage.server.foreign}/still.html" width="200" height="200"></iframe>`,
  );
  const office = await stage.browser.page('licenses.txt');
  const tabId = await stage.tabId(page);
  const frame = page.frames().find((each) => each.url().startsWith(stage.server.foreign));
  frame?.evaluate('setTimeout(() => { for (;;); }, 50)').catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const { answer, seconds } = await timed(tell(office, 'background.checkTab', { tabId }));
  expect(answer.found).toBe(1);
  expect(seconds).toBeLessThan(20);
  await waitForBadge(page, 'a verdict on the face', isJudged, 90_000);
  await page.evaluate("document.querySelector('iframe').remove()");
  await stage.setSite(true);
}, 180_000);

test.concurrent('a page that never finishes loading is checked like others', async () => {
  await stage.setSite(true, endlessOrigin);
  const page = await stage.browser.context.newPage();
  await page.goto(endlessOrigin, { waitUntil: 'commit' });
  // Its video lies on another port, so that the detector plays it itself.
  await waitForBadge(page, 'a verdict on the face', isJudged, 90_000);
});

/** Some more than are remembered of one page. */
const FRAMES = sized({ short: 80, long: 300 });

test.concurrent(
  'frames that come and go leave no trace in the storage of all',
  async () => {
    const page = await stage.openHtml('<!doctype html><title>Frames</title>');
    const office = await stage.browser.page('licenses.txt');
    await page.evaluate(`(async () => {
    for (let i = 0; i < ${FRAMES}; i++) {
      const frame = document.createElement('iframe');
      frame.src = '/still.html';
      document.body.append(frame);
      await new Promise((resolve) => { frame.onload = resolve; setTimeout(resolve, 1000); });
      frame.remove();
    }
  })()`);
    await poll(
      'the list of frames to be short',
      () =>
        office.evaluate(
          async () =>
            Object.keys(await chrome.storage.session.get(null)).filter((key) => key.startsWith('frame:'))
              .length <= 64,
        ),
      { limitMs: 30_000 },
    );
  },
  180_000,
);

test.concurrent('storage is closed to content scripts', async () => {
  const page = await stage.openHtml(`<!doctype html><title>Closed</title>${VIDEO}`);
  await waitForBadge(page, 'the badge', (badge) => badge.box !== null);
  const tabId = await stage.tabId(page);
  const worker = await stage.browser.worker();
  const read = await worker.evaluate(
    `(async () => (await chrome.scripting.executeScript({ target: { tabId: ${tabId} }, func: async () => {
      const outcomes = [];
      for (const area of ['local', 'session']) {
        try { outcomes.push(Object.keys(await chrome.storage[area].get(null)).length); } catch (error) { outcomes.push('closed'); }
      }
      return outcomes;
    } }))[0].result)()`,
  );
  expect(read).toEqual(['closed', 'closed']);
  expect(await badges(page)).toHaveLength(1);
});

test('a changed corner moves the badges of open pages', async () => {
  const page = await stage.openHtml(`<!doctype html><title>Corner</title>${VIDEO}`);
  const before = await waitForBadge(page, 'the badge', (badge) => badge.box !== null);
  const options = await stage.browser.page('src/pages/options/index.html');
  await options.evaluate(() =>
    chrome.storage.local.set({
      settings: {
        version: 1,
        aggregation: 'calibrated',
        corner: 'bottom-end',
        screenCapture: true,
        backend: 'auto',
      },
    }),
  );
  await page.bringToFront();
  await waitForBadge(
    page,
    'the badge in the other corner',
    ({ box }) => box !== null && box.y > (before.box?.y ?? 0) + 100,
  );
});
