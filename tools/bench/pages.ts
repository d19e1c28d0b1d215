import { stat } from 'node:fs/promises';
import path from 'node:path';
import { prepareClips } from '../clips/clips.ts';
import { serveFolders } from '../lib/browser/serve.ts';
import { tell } from '../lib/browser/tell.ts';
import { ensureBuild, root } from '../lib/build.ts';
import { KeptPairs } from './kept-pairs.ts';
import { withBrowser } from './with-browser.ts';
import { feedAddress, measurePage, type FeedCase, type PageCost } from './page-cost.ts';
import type { Pairs } from './ratios.ts';

/** What the extension costs the pages it is in: feeds with it and without it by turns, in one browser. */

/** After a page was opened: its videos play, and the extension has found them. */
const SETTLE_MS = 2000;
export const SECONDS = 3;
/** The detector's start, in another process, would take processor time from the first page. */
const WARM_UP_MS = 25_000;

const FEED = { columns: 1, width: 480, boxed: false, speed: 600, mutations: 0 } as const;

export const CASES: readonly FeedCase[] = [
  ...[0, 10, 200, 2000].map((videos) => ({ ...FEED, name: `feed of ${videos} videos, scrolled`, videos })),
  { ...FEED, name: 'feed of 200 videos, scrolled in a box of its own', videos: 200, boxed: true },
  { ...FEED, name: 'feed of 10 videos that stands', videos: 10, speed: 0 },
  { ...FEED, name: '10 videos, 100,000 changes a second', videos: 10, speed: 0, mutations: 100_000 },
];

/** Posts in a row of the feeds that show the same videos in all, but other numbers at once. */
const COLUMNS = [1, 3, 6];
/** So many rows of small videos are on the screen. */
const ROWS = 5;
export const VISIBLE: readonly (FeedCase & { visible: number })[] = COLUMNS.map((columns) => ({
  ...FEED,
  name: `240 videos, about ${columns * ROWS} of them visible, scrolled`,
  visible: columns * ROWS,
  videos: 240,
  columns,
  width: 160,
  speed: 300,
}));

export interface MeasuredCase {
  feed: FeedCase;
  /** The i-th of both were measured one right after the other. */
  ours: PageCost[];
  other: PageCost[];
}

/** Where an interrupted run leaves its pairs. */
const KEPT = path.join(root, '.cache/bench/pages.json');

/** Round by round, so that what an interrupted run has measured is of all feeds alike; the next run goes on from there. */
export async function measureFeeds(
  feeds: readonly FeedCase[],
  pairs: number,
  signal: AbortSignal,
): Promise<MeasuredCase[]> {
  const dist = await ensureBuild('bench');
  const { mtimeMs } = await stat(path.join(dist, 'manifest.json'));
  const kept = await KeptPairs.open(KEPT, JSON.stringify({ mtimeMs, SETTLE_MS, SECONDS, feeds }));
  const todo = Array.from({ length: pairs }, (_, pair) =>
    feeds.filter(({ name }) => kept.of(name).length <= pair).map((feed) => ({ feed, pair })),
  ).flat();
  if (todo.length > 0) await measureInBrowser(dist, todo, kept, signal);
  await kept.forget();
  return feeds.map((feed) => {
    const measured = kept.of(feed.name).slice(0, pairs);
    return { feed, ours: measured.map(({ ours }) => ours), other: measured.map(({ other }) => other) };
  });
}

async function measureInBrowser(
  dist: string,
  todo: readonly { feed: FeedCase; pair: number }[],
  kept: KeptPairs,
  signal: AbortSignal,
): Promise<void> {
  const clips = await prepareClips();
  const server = await serveFolders({ '/': path.join(root, 'tools/bench/feed'), '/clips/': clips.folder });
  try {
    await withBrowser(dist, signal, async (browser) => {
      /** Of the two names of one server the extension is switched on for the first. */
      const open = async (origin: string, feed: FeedCase, ms: number, seconds: number): Promise<PageCost> => {
        const page = await browser.context.newPage();
        await page.goto(feedAddress(origin, feed));
        await page.waitForTimeout(ms);
        const cost = await measurePage(page, feed, seconds);
        await page.close();
        return cost;
      };
      const office = await browser.page('licenses.txt');
      await tell(office, 'background.setSite', { origin: server.origin, check: true });
      const standing = { ...FEED, name: 'warm-up', videos: 3, speed: 0 };
      await open(server.origin, standing, WARM_UP_MS, 0);
      for (const { feed, pair } of todo) {
        const own = (): Promise<PageCost> => open(server.origin, feed, SETTLE_MS, SECONDS);
        const others = (): Promise<PageCost> => open(server.foreign, feed, SETTLE_MS, SECONDS);
        if (pair % 2 === 0) {
          const ours = await own();
          await kept.add(feed.name, { ours, other: await others() });
        } else {
          const other = await others();
          await kept.add(feed.name, { ours: await own(), other });
        }
      }
    });
  } finally {
    await server.close();
  }
}

const FIGURES = {
  task: ['main thread', 'ms/s'],
  script: ['scripts', 'ms/s'],
  frames: ['frames', '1/s'],
  longestTask: ['longest task', 'ms'],
  heap: ['memory', 'MiB'],
} as const satisfies Record<keyof PageCost, readonly [string, string]>;

/** What a case says, one comparison a figure. */
export function pairsOf({ feed, ours, other }: MeasuredCase): Pairs[] {
  const names = ['task', 'script', 'frames', 'longestTask', 'heap'] as const;
  return names.map((name) => {
    const [words, unit] = FIGURES[name];
    const read = (cost: PageCost): number => cost[name];
    return { name: `${feed.name}: ${words}`, unit, ours: ours.map(read), other: other.map(read) };
  });
}
