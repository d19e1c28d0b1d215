import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { distOf } from '../../tools/lib/build.ts';
import type { ClipName } from '../../tools/clips/clips.ts';
import { poll } from '../../tools/lib/poll.ts';
import { clickBadge, isFinal, isJudged, scrolledBy, waitForBadge } from '../support/badge.ts';
import { Stage } from '../support/stage.ts';
import { tabReport, tell } from '../../tools/lib/browser/tell.ts';

/**
 * The product itself, with no host access at all: opening the popup is what gives access to the tab (`activeTab`), as it
 * does for users. DevTools can press the button.
 */
const stage = new Stage({ dist: distOf('product') });
beforeAll(() => stage.up());
afterAll(() => stage.down());

let opened = 0;

/** Asks for a check of a video that only pictures of the tab can show. */
async function checkFromScreen(
  clip: ClipName,
  before: (page: Page) => Promise<void> = () => Promise.resolve(),
) {
  // Pages stay open, and tabs are told apart by their addresses.
  const page = await stage.open('video.html', { src: stage.clip(clip, 'foreign'), page: String(++opened) });
  await before(page);
  await page.bringToFront();
  const office = await stage.browser.page('licenses.txt');
  await page.bringToFront();
  const tabId = await stage.browser.pressButton(page);
  expect(await tell(office, 'background.checkTab', { tabId })).toEqual({ found: 1, started: 1 });
  return { page, office, tabId };
}

/** Mean brightness, 0…255, of the upper left of a small picture of a video: where a badge would be. */
function brightnessOfCorner(page: Page, picture: string): Promise<number> {
  return page.evaluate(async (src) => {
    const image = new Image();
    image.src = src;
    await image.decode();
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    if (!context) throw new Error('No canvas');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(2, 2, 12, 3);
    let sum = 0;
    for (let i = 0; i < data.length; i += 4) {
      sum += ((data[i] ?? 0) + (data[i + 1] ?? 0) + (data[i + 2] ?? 0)) / 3;
    }
    return sum / (data.length / 4);
  }, picture);
}

test('without any host access, a file of another host is read from the screen once the user asks', async () => {
  const { page, office, tabId } = await checkFromScreen('one-face-right.webm');
  const badge = await waitForBadge(page, 'a verdict from the screen', isJudged);
  expect(badge.details).toContain('screen quality');
  const report = await poll('the report of a finished check', async () =>
    (await tabReport(office, tabId)).videos.find((video) => video.phase === 'done'),
  );
  expect(report.state?.quality).toBe('screen');
  expect(report.state?.faces).toHaveLength(1);
  // The badge was there when the first picture was taken, white on the dark corner of this clip.
  expect(report.poster).toMatch(/^data:image/);
  expect(await brightnessOfCorner(office, report.poster)).toBeLessThan(165);
});

test.for([
  ['over the face', [8, 24, 40, 56, 72], /no face to judge/],
  ['at the lower edge', [94], /^(?!.*no face)/],
] as const)(
  'from the screen, a face is judged only where no words of the page lie over it: %s',
  async ([, lines, headline]) => {
    const { page } = await checkFromScreen('one-face-right.webm', async (opened) => {
      await opened.evaluate((heights) => {
        const player = document.querySelector<HTMLElement>('#place');
        if (!player) throw new Error('The page has no player');
        player.style.position = 'relative';
        for (const height of heights) {
          const line = document.createElement('p');
          line.textContent = 'Words of the page over the video, '.repeat(3);
          line.style.cssText = `position:absolute;left:0;top:${height}%;margin:0;font:bold 16px/1 sans-serif;color:#fff;white-space:nowrap;pointer-events:none`;
          player.append(line);
        }
      }, lines);
    });
    const badge = await waitForBadge(page, 'the end of the check', isFinal, 90_000);
    expect(badge.headline).toMatch(headline);
  },
);

test('details that are open keep the focus and their place while pictures of the tab are taken', async () => {
  const { page } = await checkFromScreen('two-faces.webm');
  await page.setViewportSize({ width: 1000, height: 420 });
  const checking = await waitForBadge(page, 'the first frames', (seen) => /^Checking [1-3]/.test(seen.words));
  await clickBadge(page, checking);
  const open = await waitForBadge(page, 'the details', (seen) => seen.open);
  await page.keyboard.press('End');
  await poll('the details to be scrolled', async () => (await scrolledBy(page, open)) > 0);
  const done = await waitForBadge(page, 'the verdict', isJudged);
  expect(await scrolledBy(page, done)).toBeGreaterThan(0);
  await page.keyboard.press('Escape');
  await waitForBadge(page, 'the details closed by Escape', (seen) => !seen.open);
});
