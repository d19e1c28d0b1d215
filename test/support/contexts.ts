import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { poll } from '../../tools/lib/poll.ts';
import { browserSession, listTargets, type Target } from '../../tools/lib/browser/targets.ts';
import { tabReport } from '../../tools/lib/browser/tell.ts';
import { isJudged, waitForBadge, type SeenBadge } from './badge.ts';
import type { Stage } from './stage.ts';

/** The parts of the extension, for tests that end them or get at them. */

/** Stops the service worker, as the browser does after half a minute without work. */
export async function stopWorker(stage: Stage): Promise<void> {
  const session = await browserSession(stage.browser.context);
  const workers = (await listTargets(session)).filter(
    (target) => target.type === 'service_worker' && target.url.startsWith(stage.browser.url('')),
  );
  for (const { targetId } of workers) await session.send('Target.closeTarget', { targetId });
  await session.detach();
}

/** @throws Error if there is no engine page. */
export async function engineOf(stage: Stage): Promise<Target> {
  const engine = await stage.browser.offscreen();
  if (!engine) throw new Error('There is no engine page');
  return engine;
}

export function isUnderWay(badge: SeenBadge): boolean {
  return /^Checking [1-9]/.test(badge.words);
}

/** Waits for the verdict on a video in its badge, and that the popup knows it as well. @returns the state the popup shows. */
export async function verdictOn(stage: Stage, page: Page, limitMs = 120_000) {
  const badge = await waitForBadge(page, 'a verdict on the face', isJudged, limitMs);
  const tabId = await stage.tabId(page);
  const office = await stage.browser.page('licenses.txt');
  const state = await poll(
    'the verdict in the ledger',
    async () => {
      const [video] = (await tabReport(office, tabId)).videos;
      return video?.phase === 'done' && video.state;
    },
    { limitMs: 30_000 },
  );
  await office.close();
  expect(badge.headline).not.toBe('');
  return state;
}

/** Runs code in the isolated world of the content script. */
export async function inContentScript(stage: Stage, page: Page, code: string): Promise<unknown> {
  const session = await page.context().newCDPSession(page);
  const worlds: { id: number; origin: string }[] = [];
  session.on('Runtime.executionContextCreated', ({ context }) =>
    worlds.push({ id: context.id, origin: context.origin }),
  );
  await session.send('Runtime.enable');
  const own = await poll('the world of the content script', () =>
    worlds.find(({ origin }) => stage.browser.url('').startsWith(origin)),
  );
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression: code,
    contextId: own.id,
    returnByValue: true,
  });
  await session.detach();
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}
