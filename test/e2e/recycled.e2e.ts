import { expect, test } from 'vitest';
import { badges, isFinal, isJudged, shownBadges, waitForBadges, type SeenBadge } from '../support/badge.ts';
import { useStage } from '../support/stage.ts';
import { sized } from '../support/suite.ts';
import type { Page } from 'playwright-core';

const stage = useStage({ site: true });

interface Player {
  item: string;
  face: boolean;
  box: { x: number; y: number; width: number; height: number };
}

function players(page: Page): Promise<Player[]> {
  return page.locator('video').evaluateAll((videos) =>
    videos.map((video) => {
      const { x, y, width, height } = video.getBoundingClientRect();
      return {
        item: video.dataset.item ?? '',
        face: video.dataset.face === 'true',
        box: { x, y, width, height },
      };
    }),
  );
}

function liesOn(badge: SeenBadge, { box }: Player): boolean {
  if (!badge.box) return false;
  const x = badge.box.x + badge.box.width / 2;
  const y = badge.box.y + badge.box.height / 2;
  return x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;
}

/** A badge that speaks of a face where the source has none, or of none where it has one. */
function contradicts(badge: SeenBadge, player: Player): boolean {
  if (player.face) return badge.headline.includes('no face to judge');
  return isJudged(badge) || /^Checking [1-9]/.test(badge.words);
}

const SOURCES = sized({ short: 48, long: 200 });

test(`of ${SOURCES} sources on four elements no badge ever speaks of an earlier one`, async () => {
  const page = await stage.open('recycled.html');
  let sources = 4;
  let verdictsSeen = 0;
  const stale: string[] = [];
  for (let round = 0; sources < SOURCES; round++) {
    // Mostly as fast as a flick of the wheel; every tenth time with a rest in which verdicts are reached.
    if (round % 10 === 0)
      await waitForBadges(
        page,
        'verdicts on the items without a face',
        (badge) => !badge.words.startsWith('Waiting'),
        { count: 4 },
      );
    sources = await page.evaluate<number>('recycle()');
    // What the user sees at this moment belongs to sources that have just begun to load.
    const [seen, shown] = [await shownBadges(page), await players(page)];
    for (const player of shown) {
      for (const badge of seen.filter((candidate) => liesOn(candidate, player))) {
        if (isFinal(badge)) verdictsSeen++;
        if (contradicts(badge, player)) stale.push(`item ${player.item}: ${badge.headline}`);
      }
    }
  }
  expect(stale).toEqual([]);
  expect(verdictsSeen).toBeLessThanOrEqual(sources);

  const last = await waitForBadges(page, 'the verdicts on the last items', isFinal, {
    count: 4,
    limitMs: 60_000,
  });
  const shown = await players(page);
  for (const player of shown) {
    const [badge, ...others] = last.filter((candidate) => liesOn(candidate, player));
    expect(others).toHaveLength(0);
    expect(badge && !contradicts(badge, player)).toBe(true);
  }
  expect(await badges(page)).toHaveLength(4);
}, 150_000);
