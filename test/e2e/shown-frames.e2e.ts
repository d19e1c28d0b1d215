import type { Page } from 'playwright-core';
import { expect, test as sequential } from 'vitest';
import { poll } from '../../tools/lib/poll.ts';
import { distOf } from '../../tools/lib/build.ts';
import { tabReport } from '../../tools/lib/browser/tell.ts';
import type { ClipName } from '../../tools/clips/clips.ts';
import { isFinal, isJudged, shownBadges, waitForBadge } from '../support/badge.ts';
import { useStage } from '../support/stage.ts';
import { siblings } from '../support/suite.ts';

/** A verdict is about frames that were really shown, and about what is shown now: by the product's numbers of frames. */
const stage = useStage({ site: true, dist: distOf('demo') });
const test = sequential.concurrent;

const FACE_ENDS_MS = 4000;

const FILES = [
  ['a file that lets nobody seek, sent as text', '?norange&type=text/plain'],
  ['a file with byte ranges', ''],
  ['a file that lets nobody seek', '?norange'],
] as const;

test.for(siblings(FILES, 2))('frames of %s are told with their own times', async ([, query]) => {
  const page = await stage.open('video.html', { src: stage.clip('face-then-none.mp4', 'foreign') + query });
  const badge = await waitForBadge(page, 'a verdict on the face', isJudged, 90_000);
  expect(badge.details).toContain('read from the file itself');
  const office = await stage.browser.page('licenses.txt');
  const [video] = (await tabReport(office, await stage.tabId(page))).videos;
  const times = video?.state?.faces.flatMap(({ timeline }) => timeline.map(({ timeMs }) => timeMs)) ?? [];
  expect(times.filter((time) => time > FACE_ENDS_MS)).toEqual([]);
  // Not the first frame over and over.
  expect(new Set(times).size).toBeGreaterThan(3);
  expect(video?.state?.framesSeen).toBeGreaterThan(video?.state?.framesJudged ?? 0);
});

/** How long after a time of the medium, in s, something was seen. */
async function secondsAfter(page: Page, mediaTime: number): Promise<number> {
  const now = await page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);
  return now - mediaTime;
}

// One after the other: what is measured here is time.

/** Both clips change after so many seconds. */
const CHANGE_S = 24;
/** What docs/BADGE.md promises. */
const PROMISED_S = 4;

async function openLong(clip: ClipName, where: 'own' | 'foreign'): Promise<Page> {
  const page = await stage.open('video.html', { src: stage.clip(clip, where) });
  await page.locator('video').evaluate((video: HTMLVideoElement) => (video.loop = false));
  return page;
}

/** Goes on from where the clip is about to change; what it shows until then was judged. */
async function toBeforeChange(page: Page): Promise<void> {
  await page
    .locator('video')
    .evaluate((video: HTMLVideoElement, seconds) => (video.currentTime = seconds), CHANGE_S - 8);
}

sequential.for(siblings(['own', 'foreign'] as const))(
  'a face that comes after "no face" is judged (file of the %s host)',
  async (where) => {
    const page = await openLong('none-then-face.mp4', where);
    const none = await waitForBadge(page, 'the end of the check', isFinal, 40_000);
    expect(none.headline).toBe('Could not check (no face to judge)');
    await toBeforeChange(page);
    expect(await secondsAfter(page, CHANGE_S)).toBeLessThan(0);
    const told = await poll(
      'another word than "no face"',
      async () => (await shownBadges(page)).find((badge) => badge.headline !== none.headline),
      { limitMs: 20_000 },
    );
    expect(await secondsAfter(page, CHANGE_S), told.headline).toBeLessThan(PROMISED_S);
    await waitForBadge(page, 'a verdict on the face', isJudged, 20_000);
    // Frames of it in quick succession: on a machine of its own this takes three seconds.
    expect(await secondsAfter(page, CHANGE_S)).toBeLessThan(2 * PROMISED_S);
  },
);

sequential.for(siblings(['foreign', 'own'] as const))(
  'another person after a cut is judged (file of the %s host)',
  async (where) => {
    const page = await openLong('long-then-cut.mp4', where);
    const first = await waitForBadge(page, 'the verdict on the first person', isJudged, 40_000);
    expect(first.details).not.toContain('Face 2:');
    await toBeforeChange(page);
    expect(await secondsAfter(page, CHANGE_S)).toBeLessThan(0);
    await poll(
      'the other person to be looked at',
      async () => (await shownBadges(page)).some((badge) => badge.details.includes('Face 2:')),
      { limitMs: 40_000 },
    );
    expect(await secondsAfter(page, CHANGE_S)).toBeLessThan(PROMISED_S);
    const second = await waitForBadge(page, 'the verdict on both', isJudged, 20_000);
    expect(await secondsAfter(page, CHANGE_S)).toBeLessThan(2 * PROMISED_S);
    expect(second.details).toMatch(/Face 2: (?!Unclear \(too few)/);
  },
);

/** Of `swapped-part.mp4`. */
const SWAP_S = { from: 54, to: 78 };

sequential('a face that is swapped within a shot, after the verdict, opens the check again', async () => {
  const page = await openLong('swapped-part.mp4', 'own');
  await waitForBadge(page, 'the verdict on the face as it is', isFinal, 40_000);
  const [office, tabId] = [await stage.browser.page('licenses.txt'), await stage.tabId(page)];
  const video = async () => (await tabReport(office, tabId)).videos[0];
  const before = await video();
  expect(before?.state?.verdict.kind).not.toBe('manipulated');
  await page.bringToFront();
  await page
    .locator('video')
    .evaluate((player: HTMLVideoElement, seconds) => (player.currentTime = seconds), SWAP_S.from + 2);
  const after = await poll(
    'a stretch that is named',
    async () => {
      const now = await video();
      const verdict = now?.phase === 'done' ? now.state?.verdict : undefined;
      return verdict && 'part' in verdict && verdict.part?.stretch && now;
    },
    { limitMs: 30_000 },
  );
  const { verdict, faces } = after.state ?? {};
  const stretch = verdict && 'part' in verdict ? verdict.part?.stretch : undefined;
  expect(stretch?.fromMs).toBeGreaterThanOrEqual(SWAP_S.from * 1000);
  // Of the same face, with all that was found of it before.
  expect(faces).toHaveLength(1);
  expect(faces?.[0]?.frames).toBeGreaterThan(before?.state?.faces[0]?.frames ?? 0);
});
