import { expect, test as sequential } from 'vitest';
import { badges, isJudged, waitForBadge, type SeenBadge } from '../support/badge.ts';
import { useStage } from '../support/stage.ts';
import { siblings } from '../support/suite.ts';

/** Videos that are there before they can be seen, or in trees that come later: each gets its badge once people see it. */
const stage = useStage({ site: true });
const test = sequential.concurrent;

/** Long enough for a badge to come, were the video looked at. */
const HIDDEN_MS = 3000;
/** A start of the detector included. */
const SOON_MS = 25_000;

function isBeingJudged(badge: SeenBadge): boolean {
  return /^Checking [1-9]/.test(badge.words) || isJudged(badge);
}

test.for(
  siblings(
    [
      'fade of the player around it',
      'visibility by an animation',
      'display',
      'clip-path',
      'style sheet',
      'fade',
      'opacity',
      'visibility',
      'hidden attribute',
      'scale',
      'content-visibility',
    ],
    5,
  ),
)('a playing video is found once it is shown by %s', async (how) => {
  const page = await stage.open('revealed.html', { how });
  await page.waitForTimeout(HIDDEN_MS);
  if (how !== 'clip-path' && how !== 'scale') expect(await badges(page)).toHaveLength(0);
  await page.locator('#show').evaluate((button: HTMLButtonElement) => button.click());
  await waitForBadge(page, 'a badge that counts judged frames', isBeingJudged, SOON_MS);
});

test.for(siblings(['visibility', 'scale', 'fade', 'fade of the player around it', 'opacity', 'display'], 2))(
  'a paused video is found once it is shown by %s',
  async (how) => {
    const page = await stage.open('revealed.html', { how, paused: '' });
    await page.waitForTimeout(HIDDEN_MS);
    if (how !== 'scale') expect(await badges(page)).toHaveLength(0);
    await page.locator('#show').evaluate((button: HTMLButtonElement) => button.click());
    await waitForBadge(page, 'a badge on the picture', isBeingJudged, SOON_MS);
  },
);

test.for(siblings(['a rule of a style sheet', 'style sheet'], 1))(
  'a paused video is found where nothing at all tells that it is shown by %s',
  async (how) => {
    const page = await stage.open('revealed.html', { how, paused: '' });
    await page.waitForTimeout(HIDDEN_MS);
    expect(await badges(page)).toHaveLength(0);
    // By a timer of the page, not by a click.
    await page.evaluate('setTimeout(show)');
    await waitForBadge(page, 'a badge on the picture', isBeingJudged, SOON_MS);
  },
);

test.for(
  siblings(
    [
      'an upgraded element in a known tree',
      'a closed tree in a known one',
      'a tree into which the page moves its player',
      'a closed tree from the start',
      'a tree of an element that was defined long before',
      'a tree written as markup',
    ],
    3,
  ),
)('a player is found in %s', async (how) => {
  const page = await stage.open('late-roots.html', { how });
  // Longer than the looks right after a page has loaded.
  await page.waitForTimeout(7000);
  await page.locator('#begin').evaluate((button: HTMLButtonElement) => button.click());
  await waitForBadge(page, 'a badge that counts judged frames', isBeingJudged, SOON_MS);
});

test('a video larger than the screen is checked once it fills it, though most of it is outside', async () => {
  const page = await stage.openHtml(
    `<body style="margin: 0"><div style="height: 3000px"></div>
    <video src="/clips/one-face.webm" muted loop autoplay
      style="display: block; width: 100%; height: 300vh; object-fit: cover"></video></body>`,
  );
  await page.waitForTimeout(HIDDEN_MS);
  expect(await badges(page)).toHaveLength(0);
  await page.evaluate(() => window.scrollTo(0, 3000));
  await waitForBadge(page, 'a badge that counts judged frames', isBeingJudged, SOON_MS);
});
