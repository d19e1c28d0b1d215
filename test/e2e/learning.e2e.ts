import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import type { ClipName } from '../../tools/clips.ts';
import { poll } from '../../tools/poll.ts';
import { tabReport, tell } from '../../tools/tell.ts';
import { isJudged, waitForBadge } from '../support/badge.ts';
import { useStage } from '../support/stage.ts';

/**
 * Learning from a site in the whole extension, and everything that can end it halfway. The tests tell one story, in their order: what one
 * gathered, the next learns from. The build for tests needs few faces, takes half the steps and waits less, and its guard, which few faces would tell nothing, lets all pass.
 */

const profile = mkdtempSync(path.join(os.tmpdir(), 'fakefilter-learning-'));
// Hooks end in the opposite order: the browser is closed before.
afterAll(() => rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }));
const stage = useStage({ site: true, profile });

/** A page of the extension to ask from. */
let options: Page;
beforeEach(async () => {
  options = await stage.browser.page('src/options/index.html');
});

function state(origin = stage.server.origin) {
  return tell(options, 'engine.adaptation', { origin });
}
type State = Awaited<ReturnType<typeof state>>;

function until(what: string, fits: (now: State) => boolean, limitMs = 90_000): Promise<State> {
  let last: State | undefined;
  return poll(
    what,
    async () => {
      last = await state();
      return fits(last) && last;
    },
    {
      limitMs,
      everyMs: 200,
      seen: () => `${last?.phase} ${last?.progress}, ${last?.gathered.faces} faces, "${last?.detail}"`,
    },
  );
}

async function setLearning(adapt: boolean): Promise<void> {
  const { origin } = stage.server;
  expect((await tell(options, 'background.setAdaptation', { origin, adapt })).adapt).toBe(adapt);
}

/** Enough was gathered, and no round runs: one may have begun by itself. */
function untilIdle(): Promise<State> {
  return until('the round that began by itself to end', ({ phase }) => phase === 'ready', 240_000);
}

/** Begins a round, unless one began by itself, and waits until it is well under way. */
async function learnHalfway(progress = 0.05): Promise<void> {
  await tell(options, 'engine.adaptNow', { origin: stage.server.origin }).catch((error: unknown) => {
    if (!String(error).includes('running already')) throw error;
  });
  await until('a round to be under way', (now) => now.phase === 'training' && now.progress > progress);
}

/** Shows clips at once, each in a tab of its own, until all are judged. @returns what the popup knows of each. */
async function judged(clips: readonly ClipName[], origin = stage.server.origin) {
  const pages = await Promise.all(
    clips.map(async (clip) => {
      const page = await stage.browser.context.newPage();
      await page.goto(`${origin}/video.html?src=/clips/${clip}`);
      return page;
    }),
  );
  const reports = [];
  for (const page of pages) {
    await waitForBadge(page, 'a verdict on each clip', isJudged, 90_000);
    const tabId = await stage.tabId(page);
    reports.push(
      await poll('the verdict in the ledger', async () => {
        const { videos } = await tabReport(options, tabId);
        return videos[0]?.phase === 'done' && videos[0];
      }),
    );
  }
  await Promise.all(pages.map((page) => page.close()));
  return reports;
}

/** Plays clips on the site until they are done and kept. */
async function gather(): Promise<void> {
  await judged(['one-face.webm', 'two-faces.webm']);
  await judged(['one-face-right.webm']);
  await until('the faces to be kept once their videos are done', ({ gathered }) => gathered.videos >= 3);
}

test('nothing is gathered while the switch is off, and it cannot be on for a site that is not checked', async () => {
  const { foreign } = stage.server;
  await judged(['one-face.webm']);
  const before = await state();
  expect(before.phase).toBe('off');
  expect(before.gathered.faces).toBe(0);
  expect((await tell(options, 'background.setAdaptation', { origin: foreign, adapt: true })).adapt).toBe(
    false,
  );
});

test('two tabs of a site are learned from together; a site beside it whose switch is off is not', async () => {
  const { foreign } = stage.server;
  await stage.setSite(true, foreign);
  await setLearning(true);
  await judged(['one-face.webm'], foreign);
  await gather();
  const { gathered } = await state();
  expect(gathered.faces).toBeGreaterThanOrEqual(4);
  expect(gathered.bytes).toBeGreaterThan(10_000);
  const other = await state(foreign);
  expect(other.phase).toBe('off');
  expect(other.gathered.faces).toBe(0);
  expect((await tell(options, 'engine.adaptationUsage', {})).map(({ origin }) => origin)).toEqual([
    stage.server.origin,
  ]);
}, 240_000);

test('a switch that is turned off ends the round, and nothing it did is kept', async () => {
  await untilIdle();
  await learnHalfway();
  const before = await state();
  // A second tab that asks for one as well is told so.
  await expect(tell(options, 'engine.adaptNow', { origin: stage.server.origin })).rejects.toThrow(
    'running already',
  );
  await setLearning(false);
  const after = await until(
    'the round to be written down',
    ({ rounds }) => rounds.length > before.rounds.length,
  );
  expect(after.phase).toBe('off');
  expect(after.rounds[0]).toMatchObject({ outcome: 'stopped', detail: 'The switch was turned off' });
  expect(after.versions).toEqual(before.versions);
  expect(after.active).toBe(before.active);
  expect(after.gathered).toEqual(before.gathered);
}, 180_000);

test('a round goes on where it was when the browser ended, and its version judges until it is undone', async () => {
  await setLearning(true);
  const { rounds: earlier } = await state();
  // The first checkpoint is written after a quarter.
  await learnHalfway(0.3);
  await stage.restartBrowser();
  options = await stage.browser.page('src/options/index.html');
  // The popup or a video that is checked starts the engine; nothing else does.
  await tell(options, 'background.engine', {});
  const resumed = await until('the round to go on', (now) => now.progress > 0);
  expect(resumed.progress).toBeGreaterThan(0.25);
  const after = await until('the round to end', ({ rounds }) => rounds.length > earlier.length, 240_000);
  const [last] = after.rounds;
  expect(last).toMatchObject({ outcome: 'committed', detail: '', steps: 200 });
  expect(last?.checks.length).toBeGreaterThan(5);
  expect(last?.figure?.after.site.length).toBeGreaterThan(0);
  const number = after.active;
  expect(number).toBe(last?.version);

  const { origin } = stage.server;
  const use = (version: number) => tell(options, 'engine.useVersion', { origin, version });
  const clip = ['one-face.webm'] as const;
  const [adapted] = await judged(clip);
  expect(adapted?.state?.modelVersion).toContain(`version ${number} of this site`);
  await use(0);
  const [original] = await judged(clip);
  expect(original?.state?.modelVersion).not.toContain('of this site');
  await use(number);
  await use(0);
  const [undone] = await judged(clip);
  expect(undone?.state?.modelVersion).toBe(original?.state?.modelVersion);
  // The same file gives the same frames at the same times only if the player is asked at the same moments; what is compared
  // is the frames that both checks saw.
  const scores = (report: typeof original) =>
    new Map(report?.state?.faces[0]?.timeline.map(({ timeMs, probability }) => [timeMs, probability]));
  const [first, again] = [scores(original), scores(undone)];
  for (const [timeMs, probability] of again) {
    if (first.has(timeMs)) expect(probability).toBe(first.get(timeMs));
  }
}, 480_000);

test('a full disk is told of; videos are checked as before, and once there is room faces are kept again', async () => {
  const before = await state();
  const session = await stage.browser.context.newCDPSession(options);
  const quota = (quotaSize?: number) =>
    session.send('Storage.overrideQuotaForOrigin', {
      origin: stage.browser.url('').replace(/\/$/, ''),
      ...(quotaSize !== undefined && { quotaSize }),
    });
  await quota(1);
  await judged(['two-faces-blinds.webm']);
  const full = await until('the trouble to be told', ({ detail }) => detail.includes('no room'));
  expect(full.versions).toEqual(before.versions);
  expect(full.active).toBe(before.active);
  await quota();
  await judged(['one-face.mp4']);
  const after = await until('the trouble to be over', ({ detail }) => detail === '');
  expect(after.gathered.faces).toBeGreaterThan(full.gathered.faces);
}, 240_000);

test('a database that is deleted under a round takes what was learned with it, and checking goes on', async () => {
  const { rounds, gathered } = await state();
  await learnHalfway();
  await options.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.deleteDatabase('fakefilter-adaptation');
        request.onsuccess = () => resolve();
        request.onerror = () => reject(new Error(String(request.error)));
      }),
  );
  // What was written down of earlier rounds went with it.
  const after = await until('the round to be written down', (now) => now.rounds[0]?.outcome === 'failed');
  expect(rounds.length).toBeGreaterThan(0);
  expect(after.rounds).toHaveLength(1);
  expect(after.rounds[0]?.detail).toContain('deleted');
  // All that was kept is gone; the faces of the clip shown last are kept only once nothing of it was seen for a while, which may be now.
  expect(gathered.videos).toBeGreaterThan(1);
  expect(after.gathered.videos).toBeLessThanOrEqual(1);
  expect(after.gathered.faces).toBeLessThan(gathered.faces);
  expect(after.versions).toEqual([]);
  expect(after.active).toBe(0);
  const [report] = await judged(['one-face.webm']);
  expect(report?.state?.modelVersion).not.toContain('of this site');
}, 240_000);

test('forgetting ends the round under way and leaves nothing', async () => {
  await gather();
  await learnHalfway();
  const { origin } = stage.server;
  await tell(options, 'engine.forgetAdaptation', { origin });
  const forgotten = await state();
  expect(forgotten.gathered).toMatchObject({ faces: 0, videos: 0, bytes: 0 });
  expect(forgotten.versions).toEqual([]);
  expect(forgotten.rounds).toEqual([]);
  expect(await tell(options, 'engine.adaptationUsage', {})).toEqual([]);
}, 240_000);
