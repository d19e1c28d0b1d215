import { expect, test as sequential } from 'vitest';
import { poll } from '../../tools/lib/poll.ts';
import {
  accessible,
  badges,
  clickBadge,
  isFinal,
  isJudged,
  shownBadges,
  styleOf,
  waitForBadge,
  waitForBadges,
  type SeenBadge,
} from '../support/badge.ts';
import { useStage } from '../support/stage.ts';
import { siblings } from '../support/suite.ts';
import { tabReport } from '../../tools/lib/browser/tell.ts';

/** Pages that make it hard to find a video, to keep to it, or to show anything on it. */
const stage = useStage({ site: true });
const test = sequential.concurrent;

/** Frames of it are being judged: it was found and can be read. */
function isBeingJudged(badge: SeenBadge): boolean {
  return /^Checking [1-9]/.test(badge.words) || isJudged(badge);
}

test.for([
  ['in nested shadow trees', 'shadow.html'],
  ['in a frame in a shadow tree', 'shadow-frame.html'],
  ['under a layer of controls', 'overlay.html'],
] as const)('a video %s is found', async ([, file]) => {
  const page = await stage.open(file);
  await waitForBadge(page, 'a badge that counts judged frames', isBeingJudged);
});

test.for(
  siblings(
    [
      'a sandboxed frame that the page wrote',
      // What it holds has no TLS around it.
      'a frame that is its own address',
      'a sandboxed frame of the site',
      'a sandboxed frame that the page wrote, of another host',
    ],
    2,
  ),
)('a video in %s is checked', async (how) => {
  const page = await stage.open('sandboxed.html', { how });
  const tabId = await stage.tabId(page);
  const office = await stage.browser.page('licenses.txt');
  await page.bringToFront();
  // Playwright does not see into frames of other processes.
  const [video] = await poll(
    'a frame with a face',
    async () => {
      const { videos } = await tabReport(office, tabId);
      return videos.some(({ state }) => (state?.framesJudged ?? 0) > 0) && videos;
    },
    { limitMs: 60_000 },
  );
  expect(video?.state?.quality).toBe('ownPlayer');
});

test('a video that is added later is found', async () => {
  const page = await stage.open('lazy.html');
  expect(await badges(page)).toHaveLength(0);
  await page.getByRole('button', { name: 'Load more' }).click();
  await waitForBadge(page, 'a badge that counts judged frames', isBeingJudged);
});

test('a single-page application that changes its view gets the verdict of the new view', async () => {
  const page = await stage.open('spa.html');
  await waitForBadge(page, 'the person being judged', isBeingJudged);
  await page.getByRole('button', { name: 'A place' }).click();
  const place = await waitForBadge(page, 'the verdict on the place', isFinal);
  expect(place.headline).toBe('Could not check (no face to judge)');
  await page.getByRole('button', { name: 'No video' }).click();
  await poll('the badges to be gone', async () => (await badges(page)).length === 0);
});

test.for([
  ['a bar that stays while the page scrolls', 'header', ''],
  ['a modal dialog', 'dialog', 'modal'],
] as const)('the badge is not drawn over %s', async ([, tag, modal]) => {
  const page = await stage.open('video.html', { src: '/clips/no-face.webm' });
  await waitForBadge(page, 'the badge', (badge) => badge.box !== null && !badge.hidden);
  await page.evaluate(
    ({ tag, modal }) => {
      const bar = document.createElement(tag);
      bar.textContent = 'Part of the page';
      bar.style.cssText = 'position: fixed; inset: 0 0 auto; height: 60%; z-index: 5; background: #fff';
      document.body.append(bar);
      if (modal && bar instanceof HTMLDialogElement) bar.showModal();
    },
    { tag, modal },
  );
  await poll('the badge to make room', async () => (await shownBadges(page)).length === 0);
  await page.locator(tag).evaluate((bar) => bar.remove());
  await poll('the badge to come back', async () => (await shownBadges(page)).length === 1);
});

test('the badge mirrors in a page written from right to left', async () => {
  const sides: number[] = [];
  for (const dir of ['ltr', 'rtl']) {
    const page = await stage.open('video.html', { src: '/clips/no-face.webm', dir });
    const { box } = await waitForBadge(page, `the badge in ${dir}`, (badge) => badge.box !== null);
    const video = await page.locator('video').boundingBox();
    if (!box || !video) throw new Error('Nothing is laid out');
    sides.push(box.x + box.width / 2 - (video.x + video.width / 2));
  }
  const [ltr, rtl] = sides;
  expect(ltr).toBeLessThan(0);
  expect(rtl).toBeGreaterThan(0);
});

test('a page that styles everything does not reach the badge', async () => {
  const page = await stage.open('hostile-style.html');
  const badge = await waitForBadge(page, 'the badge', (seen) => seen.box !== null);
  const video = await page.locator('video').boundingBox();
  if (!badge.box || !video) throw new Error('Nothing is laid out');
  expect(badge.box.height).toBeGreaterThanOrEqual(24);
  expect(badge.box.width).toBeGreaterThanOrEqual(80);
  expect(badge.box.x).toBeGreaterThanOrEqual(video.x);
  expect(badge.box.y).toBeGreaterThanOrEqual(video.y);
  await clickBadge(page, badge);
  await waitForBadge(page, 'the details', (seen) => seen.open);
  const opacity = await page.evaluate(
    () => getComputedStyle(document.querySelector('[data-fakefilter]') ?? document.body).opacity,
  );
  expect(opacity).toBe('1');
});

test('a page that hides the badge by its attributes does not succeed', async () => {
  const page = await stage.open('hostile-script.html?style');
  await waitForBadge(page, 'the verdict on the badge', isBeingJudged);
});

test('a page that keeps removing the badge wins without a fight, and the popup still tells', async () => {
  const page = await stage.open('hostile-script.html');
  const tabId = await stage.tabId(page);
  const popup = await stage.browser.page('src/pages/options/index.html');
  await poll(
    'the verdict in the ledger',
    async () => (await tabReport(popup, tabId)).videos.some((video) => video.phase === 'done'),
    { limitMs: 90_000, everyMs: 500 },
  );
  const removed = await page.evaluate<number>('removed');
  expect(removed).toBeGreaterThan(0);
  expect(removed).toBeLessThanOrEqual(20);
  expect(await badges(page)).toHaveLength(0);
});

// One after the other: they want the keyboard or the whole screen.

sequential(
  'in fullscreen the badge goes along with the player, and hides where only the video is painted',
  async () => {
    const page = await stage.open('fullscreen.html');
    await waitForBadge(page, 'the badge', (badge) => badge.box !== null);
    const inPlayer = () => page.evaluate(() => document.querySelector('#player [data-fakefilter]') !== null);
    expect(await inPlayer()).toBe(false);

    await page.getByRole('button', { name: 'Player in fullscreen' }).click();
    await poll('the badge inside the player', inPlayer);
    await waitForBadge(page, 'the badge over the player in fullscreen', (badge) => badge.box !== null);
    await page.evaluate(() => document.exitFullscreen());
    await poll('the badge back in the page', async () => !(await inPlayer()));
    await waitForBadge(page, 'the badge after fullscreen', (badge) => badge.box !== null);

    await page.getByRole('button', { name: 'Video alone in fullscreen' }).click();
    await poll('the badge to hide', async () => (await shownBadges(page)).length === 0);
    await page.evaluate(() => document.exitFullscreen());
    await waitForBadge(page, 'the badge after fullscreen', (badge) => badge.box !== null);
  },
);

sequential.for(['Modal dialog', 'Popover'])(
  'on a video in a lightbox the badge can be seen and pressed: %s',
  async (kind) => {
    const page = await stage.open('lightbox.html');
    await page.getByRole('button', { name: kind }).click();
    const badge = await waitForBadge(page, 'the badge in the lightbox', (seen) => seen.box !== null);
    await clickBadge(page, badge);
    await waitForBadge(page, 'the details', (seen) => seen.open);
    // The first Escape is for the details.
    await page.keyboard.press('Escape');
    await waitForBadge(page, 'the closed details', (seen) => !seen.open);
    await page.keyboard.press('Escape');
    await poll('the badge to go with the lightbox', async () => (await shownBadges(page)).length === 0);
  },
);

sequential(
  'the Tab key comes to each badge after its video, and leaving the details closes them',
  async () => {
    const video = (width: number) =>
      `<video src="/clips/no-face.webm" muted autoplay loop style="width: ${width}px"></video>`;
    const page = await stage.openHtml(
      `<style>video { display: block; height: 200px }</style><a id="one" href="#">1</a>${video(400)}<a id="two" href="#">2</a>
    ${video(180)}${video(500)}<a id="three" href="#">3</a><script>
    window.heard = [];
    document.addEventListener('focusin', ({ target }) => target.id && heard.push(target.id), true);</script>`,
    );
    await waitForBadges(page, 'three badges', ({ box }) => box !== null, { count: 3 });
    const [first, small, last] = (await shownBadges(page)).map(({ box }) => box);
    const focused = () =>
      page.evaluate(() => {
        const { activeElement: active } = document;
        if (!active?.hasAttribute('data-fakefilter')) return active?.id;
        return [...document.querySelectorAll('[data-fakefilter="badge"]')].indexOf(active);
      });
    const order = async (key: string, presses: number) => {
      const way: unknown[] = [];
      for (let i = 0; i < presses; i++) {
        await page.keyboard.press(key);
        way.push(await focused());
      }
      return way;
    };
    expect(await order('Tab', 6)).toEqual(['one', 0, 'two', 1, 2, 'three']);
    expect(await order('Shift+Tab', 5)).toEqual([2, 1, 'two', 0, 'one']);
    expect(await page.evaluate('heard')).toEqual(['one', 'two', 'three', 'two', 'one']);

    // The words of the small one stand beside it while it has the focus.
    expect(small?.width).toBeLessThan(40);
    expect(last?.width).toBeGreaterThan(80);
    await order('Tab', 3);
    expect((await shownBadges(page)).map(({ wordsBox }) => wordsBox !== null)).toEqual([true, true, true]);
    await order('Shift+Tab', 2);
    expect((await shownBadges(page)).map(({ wordsBox }) => wordsBox !== null)).toEqual([true, false, true]);

    // Screen readers hear a button with its words; forced colours are followed.
    const [any] = await shownBadges(page);
    if (!any) throw new Error('There is no badge');
    expect(await accessible(page, any)).toEqual({
      role: 'button',
      name: expect.stringMatching(/^Video check: .*\. Open details$/) as string,
    });
    await page.emulateMedia({ forcedColors: 'active' });
    const system = await page.evaluate(() => {
      document.body.style.color = 'ButtonText';
      return getComputedStyle(document.body).color;
    });
    expect(await styleOf(page, any, 'borderTopColor')).toBe(system);
    await page.emulateMedia({ forcedColors: null });

    const open = async () => (await badges(page)).map((badge) => badge.open);
    await page.keyboard.press('Enter');
    expect(await open()).toEqual([true, false, false]);
    await page.keyboard.press('Escape');
    expect(await open()).toEqual([false, false, false]);
    expect(await focused()).toBe(0);
    await page.keyboard.press('Enter');
    await poll('the Tab key to lead out of the details', async () => {
      await page.keyboard.press('Tab');
      return (await focused()) === 'two';
    });
    expect(await open()).toEqual([false, false, false]);
    await page.mouse.click(first?.x ?? 0, (first?.y ?? 0) + 10);
    expect(await open()).toEqual([true, false, false]);
    await page.mouse.click(700, 500);
    expect(await open()).toEqual([false, false, false]);

    // Where nothing comes before a badge, the way back leads out of the page.
    await page.locator('#one').evaluate((link) => link.remove());
    await page.mouse.click(700, 5);
    expect(await order('Tab', 1)).toEqual([0]);
    expect(await order('Shift+Tab', 1)).not.toEqual([0]);
    expect(await page.locator('[data-fakefilter=start]').count()).toBeLessThanOrEqual(1);
  },
);
