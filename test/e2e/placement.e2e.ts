import type { Page } from 'playwright-core';
import { expect, test as sequential } from 'vitest';
import { poll } from '../../tools/lib/poll.ts';
import { badgeFindings } from '../support/axe.ts';
import {
  badges,
  clickBadge,
  isJudged,
  seenDetails,
  shownBadges,
  waitForBadge,
  type SeenBadge,
} from '../support/badge.ts';
import { useStage } from '../support/stage.ts';

/** Where the badge is drawn: on its video, in a corner that is free, in the window in which the video is. */
const stage = useStage({ site: true, withoutArgs: ['--hide-scrollbars'] });
const test = sequential.concurrent;

type Box = NonNullable<SeenBadge['box']>;

/** What a page sees of its video, in CSS pixels of the viewport. */
async function boxOfVideo(page: Page): Promise<Box> {
  const box = await page.locator('video').boundingBox();
  if (!box) throw new Error('The video is not laid out');
  return box;
}

function liesOn(badge: Box, video: Box): boolean {
  return (
    badge.x >= video.x - 1 &&
    badge.y >= video.y - 1 &&
    badge.x + badge.width <= video.x + video.width + 1 &&
    badge.y + badge.height <= video.y + video.height + 1
  );
}

async function badgeOnVideo(page: Page): Promise<Box> {
  return poll('the badge on its video', async () => {
    const [badge] = await shownBadges(page);
    return badge?.box && liesOn(badge.box, await boxOfVideo(page)) && badge.box;
  });
}

test.for([
  ['html', 'zoom: 1.5'],
  ['html', 'zoom: 0.6'],
  ['body', 'zoom: 1.5'],
  ['#place', 'zoom: 1.5'],
  ['html', 'transform: translate(30px, 20px)'],
  ['html', 'transform: scale(1.4); transform-origin: 0 0'],
  ['body', 'transform: scale(0.7)'],
] as const)('the badge lies on its video, in its usual size, where %s has "%s"', async ([on, style]) => {
  const page = await stage.open('placed.html', { on, style });
  const badge = await badgeOnVideo(page);
  expect(badge.height).toBeGreaterThanOrEqual(24);
  expect(badge.height).toBeLessThan(32);
  const video = await boxOfVideo(page);
  // In the wanted corner, not just anywhere.
  expect(badge.x - video.x).toBeLessThan(20);
  expect(badge.y - video.y).toBeLessThan(20);
  const [seen] = await shownBadges(page);
  if (seen) await clickBadge(page, seen);
  await waitForBadge(page, 'the details', ({ open }) => open);
});

test.for([
  ['a box that scrolls', {}],
  ['a box that scrolls in a shadow tree, with the video paused', { shadow: '', paused: '' }],
] as const)('the badge goes along with its video in %s', async ([, query]) => {
  const page = await stage.open('placed.html', { in: 'feed', ...query });
  const scroll = (top: number) =>
    page.locator('.feed').evaluate((feed, to) => {
      feed.scrollTop = to;
    }, top);
  await scroll(450);
  const before = await badgeOnVideo(page);
  await scroll(550);
  await poll('the badge to follow', async () => {
    const [badge] = await shownBadges(page);
    return badge?.box && Math.abs(before.y - 100 - badge.box.y) < 3;
  });
});

test('the badge stays on a sticky video while the page scrolls', async () => {
  const page = await stage.open('placed.html', { in: 'sticky' });
  await badgeOnVideo(page);
  await page.evaluate(() => {
    document.querySelector('main')?.style.setProperty('min-height', '300vh');
    document.querySelector<HTMLElement>('#place')?.style.setProperty('height', '280vh');
    scrollTo(0, 400);
  });
  await badgeOnVideo(page);
});

test.for([
  [
    'a cookie notice that covers the lower edge',
    'left:0;right:0;height:200px;top:calc(VIDEO_BOTTOM - 26px)',
    'dialog',
    'top-left',
  ],
  [
    'a chat in the lower right corner',
    'right:0;width:60%;height:120px;top:calc(VIDEO_BOTTOM - 90px)',
    '',
    'top-left',
  ],
  [
    'a header that covers half of the upper edge',
    'left:0;width:VIDEO_MIDDLE;top:0;height:calc(VIDEO_TOP + 30px)',
    '',
    'top-right',
  ],
  [
    'a header that covers the upper edge',
    'left:0;right:0;top:0;height:calc(VIDEO_TOP + 30px)',
    '',
    'bottom-left',
  ],
  [
    'a header that covers a few pixels of the badge',
    'left:0;right:0;top:0;height:calc(VIDEO_TOP + 14px)',
    '',
    'bottom-left',
  ],
] as const)('%s leaves the badge in a free corner', async ([, style, role, corner]) => {
  const page = await stage.open('video.html', { src: '/clips/no-face.webm' });
  await badgeOnVideo(page);
  const video = await boxOfVideo(page);
  const css = style
    .replace('VIDEO_BOTTOM', `${video.y + video.height}px`)
    .replace('VIDEO_TOP', `${video.y}px`)
    .replace('VIDEO_MIDDLE', `${video.x + video.width / 2}px`);
  await page.evaluate(
    ([css, role]) => {
      const bar = document.createElement('div');
      if (role) {
        bar.setAttribute('role', role);
        bar.setAttribute('aria-modal', 'true');
      }
      bar.textContent = 'Part of the page';
      bar.style.cssText = `position: fixed; z-index: 5; background: #ddd; ${css}`;
      document.body.append(bar);
    },
    [css, role] as const,
  );
  await poll(`the badge in the corner ${corner}`, async () => {
    const [badge] = await shownBadges(page);
    if (!badge?.box || !liesOn(badge.box, video)) return false;
    const vertical = badge.box.y < video.y + video.height / 2 ? 'top' : 'bottom';
    const horizontal = badge.box.x < video.x + video.width / 2 ? 'left' : 'right';
    return `${vertical}-${horizontal}` === corner;
  });
});

// One after the other: they want the keyboard, or tell a new window by its being new.

sequential('the details stay in small windows, and the Tab key comes to all in them', async () => {
  const page = await stage.open('video.html', { src: '/clips/one-face.webm', width: '300' });
  await waitForBadge(page, 'the verdict', isJudged);
  // The page's own scrollbar takes room from all that is fixed to the window.
  await page.evaluate(() => document.body.style.setProperty('min-height', '300vh'));
  // 1280 × 1024 px at 400 %, and the narrowest telephones.
  for (const size of [
    { width: 320, height: 256 },
    { width: 320, height: 568 },
  ]) {
    await page.setViewportSize(size);
    const room = await page.evaluate(() => document.documentElement.clientWidth);
    expect(room).toBeLessThan(size.width);
    await clickBadge(page, await waitForBadge(page, 'the badge', ({ box }) => box !== null));
    const open = await waitForBadge(page, 'the details', (seen) => seen.open);
    const { box, hidden, controls } = await poll('the details in the window', async () => {
      const seen = await seenDetails(page, open);
      return liesOn(seen.box, { x: 1, y: 1, width: room - 2, height: size.height - 2 }) && seen;
    });
    expect(hidden.below).toBeGreaterThan(0);
    expect(hidden.aside).toBe(0);
    expect(controls.slice(-3)).toEqual(['Check again', 'Compare with a genuine video…', 'Close']);
    expect(await badgeFindings(page, open)).toEqual([]);

    for (const words of controls) {
      await page.keyboard.press('Tab');
      const { focused } = await seenDetails(page, open);
      expect(focused?.words).toBe(words);
      expect(focused && liesOn(focused.box, box)).toBe(true);
    }
    await page.keyboard.press('Enter');
    await waitForBadge(page, 'the closed details', (seen) => !seen.open);
  }
});

sequential('the badge goes along into a window of the page and back', async () => {
  const page = await stage.open('own-window.html');
  await badgeOnVideo(page);
  const [view] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('button', { name: 'Pop out' }).click(),
  ]);
  await waitForBadge(view, 'the badge in the new window', (badge) => badge.box !== null);
  await badgeOnVideo(view);
  expect(await badges(page)).toHaveLength(0);
  const [seen] = await shownBadges(view);
  if (seen) await clickBadge(view, seen);
  await waitForBadge(view, 'the details', ({ open }) => open);
  await page.getByRole('button', { name: 'Put back' }).click();
  await badgeOnVideo(page);
});

sequential('the badge goes along into a frame of the page, once', async () => {
  const page = await stage.open('own-window.html');
  await badgeOnVideo(page);
  await page.getByRole('button', { name: 'Into a frame' }).click();
  const video = page.frameLocator('iframe').locator('video');
  await poll('one badge, on the video in the frame', async () => {
    const [badge, ...others] = await shownBadges(page);
    const box = await video.boundingBox();
    return badge?.box && box && others.length === 0 && liesOn(badge.box, box);
  });
});
