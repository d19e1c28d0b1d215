import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { poll } from '../../tools/lib/poll.ts';
import { isJudged, shownBadges, type SeenBadge } from '../support/badge.ts';
import { useStage } from '../support/stage.ts';
import { siblings } from '../support/suite.ts';

/** Players as sites build them: the badge lies on the right video and speaks of what it shows. */
const stage = useStage({ site: true });

/** Frames with a face are being judged, or were. */
function seesFace(badge: SeenBadge): boolean {
  return /^Checking [1-9]/.test(badge.words) || isJudged(badge);
}
function seesNobody(badge: SeenBadge): boolean {
  return badge.headline === 'Could not check (no face to judge)';
}

/** The badge that lies on the section of a player. */
async function badgeOn(page: Page, kind: string): Promise<SeenBadge | undefined> {
  const place = await page.locator(`#${kind}`).boundingBox();
  const inside = ({ box }: SeenBadge): boolean =>
    box !== null &&
    place !== null &&
    box.x >= place.x &&
    box.y >= place.y &&
    box.x < place.x + place.width &&
    box.y < place.y + place.height;
  const found = (await shownBadges(page)).filter(inside);
  expect(found.length).toBeLessThanOrEqual(1);
  return found[0];
}

async function waitOn(page: Page, kind: string, fits: (badge: SeenBadge) => boolean): Promise<void> {
  let last = '';
  await poll(
    `the badge on ${kind}`,
    async () => {
      const badge = await badgeOn(page, kind);
      last = badge?.headline ?? 'none';
      return badge !== undefined && fits(badge);
    },
    { limitMs: 60_000, everyMs: 200, seen: () => last },
  );
}

test('a stream, a custom element and an advertisement on one page each get the word on what they show', async () => {
  const page = await stage.open('players.html', { show: 'hls,custom,ads' });
  await waitOn(page, 'ads', seesFace);
  await page.evaluate('showAd()');
  // Nothing that was said of the film is said of the advertisement.
  await waitOn(page, 'ads', (badge) => !seesFace(badge));
  await Promise.all([
    waitOn(page, 'hls', seesFace),
    waitOn(page, 'custom', seesNobody),
    waitOn(page, 'ads', (badge) => {
      expect(seesFace(badge)).toBe(false);
      return seesNobody(badge);
    }),
  ]);
});

const CASES: readonly [name: string, kind: string, follow: (page: Page) => Promise<void>][] = [
  ['a stream of hls.js', 'hls', (page) => waitOn(page, 'hls', isJudged)],
  ['a stream of dash.js', 'dash', (page) => waitOn(page, 'dash', isJudged)],
  [
    'a film after its advertisement',
    'ads',
    async (page) => {
      await waitOn(page, 'ads', seesFace);
      await page.evaluate('showAd()');
      await waitOn(page, 'ads', seesNobody);
      await page.evaluate('endAd()');
      await waitOn(page, 'ads', isJudged);
    },
  ],
  [
    'a viewer of stories',
    'story',
    async (page) => {
      await waitOn(page, 'story', seesFace);
      await page.evaluate('nextStory()');
      await waitOn(page, 'story', seesNobody);
      await page.evaluate('nextStory()');
      await waitOn(page, 'story', seesFace);
    },
  ],
  [
    'a timeline on few elements',
    'timeline',
    async (page) => {
      const scrollTo = (top: number) =>
        page.locator('#timeline').evaluate((timeline, to) => {
          timeline.scrollTop = to;
        }, top);
      await waitOn(page, 'timeline', seesFace);
      await scrollTo(190);
      await waitOn(page, 'timeline', seesNobody);
      await scrollTo(6 * 190);
      await waitOn(page, 'timeline', seesFace);
    },
  ],
  [
    'picture in picture',
    'picture',
    async (page) => {
      await waitOn(page, 'picture', seesFace);
      await page.getByRole('button', { name: 'Picture in picture' }).click();
      await poll('the small window', () => page.evaluate(() => document.pictureInPictureElement !== null));
      await waitOn(page, 'picture', isJudged);
    },
  ],
];

test.for(siblings(CASES, 0))('the badge follows %s', async ([, kind, follow]) => {
  await follow(await stage.open('players.html', { show: kind }));
});
