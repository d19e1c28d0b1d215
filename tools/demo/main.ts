import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import type { LedgerEntry, TabReport } from '../../src/messages/schemas.ts';
import { verdictOf } from '../../src/messages/report.ts';
import { scoreOf } from '../../src/verdict/numbers.ts';
import { verdictLine } from '../../src/verdict/words.ts';
import { root } from '../lib/build.ts';
import { openFeed } from '../clips/feed.ts';
import type { ExtensionBrowser } from '../lib/browser/launch.ts';
import { poll } from '../lib/poll.ts';
import { tabReport } from '../lib/browser/tell.ts';

/**
 * The command line `npm run demo`: the extension at work on a made-up feed, with a table of its verdicts and pictures of
 * what it showed in `dist/demo/`. With `--headed` the browser stays open until it is closed by hand.
 */

const POSTS = 8;
const PICTURES = path.join(root, 'dist/demo');
const SIZE = { width: 1000, height: 860 };

function line({ label, phase, state, failure }: LedgerEntry): string[] {
  const verdict = verdictOf({ state, failure });
  const score = state?.probability == null ? '–' : String(scoreOf(state.probability));
  const words = phase === 'done' && verdict ? verdictLine(verdict) : phase;
  return [
    label,
    score,
    String(state?.framesJudged ?? 0),
    String(state?.faces.length ?? 0),
    state?.quality ?? '–',
    words,
  ];
}

function table(rows: readonly (readonly string[])[]): string {
  const all = [['Video', 'Score', 'Frames', 'Faces', 'Read', 'Verdict'], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Brings a post to the middle of the screen and waits until its video is done with. */
async function watchPost(feed: Page, number: number, report: () => Promise<TabReport>): Promise<void> {
  const post = feed.locator('article').nth(number);
  await post.waitFor();
  const label = (await post.locator('video').getAttribute('aria-label')) ?? '';
  await post.locator('.stage').evaluate((stage) => stage.scrollIntoView({ block: 'center' }));
  const done = await poll(
    `a verdict on "${label}"`,
    async () => (await report()).videos.find((video) => video.label === label && video.phase === 'done'),
    { limitMs: 90_000, everyMs: 500 },
  );
  const verdict = verdictOf(done);
  console.log(`${number + 1} of ${POSTS}  ${label}: ${verdict ? verdictLine(verdict) : done.phase}`);
}

async function takePictures(browser: ExtensionBrowser, feed: Page, tabId: number): Promise<void> {
  await rm(PICTURES, { recursive: true, force: true });
  await mkdir(PICTURES, { recursive: true });
  const picture = (name: string) => ({ path: path.join(PICTURES, name) });

  await feed.bringToFront();
  await feed
    .locator('.stage')
    .first()
    .evaluate((stage) => stage.scrollIntoView({ block: 'center' }));
  // Badges follow the page with its next frames.
  await feed.waitForTimeout(500);
  await feed.screenshot(picture('feed.png'));

  const popup = await browser.page(`src/popup/index.html?tab=${tabId}`);
  // As wide as the toolbar opens it.
  await popup.setViewportSize({ width: 440, height: 560 });
  await popup.getByRole('button', { name: 'Show on the page' }).first().waitFor();
  await popup.screenshot(picture('popup.png'));

  await popup.getByRole('button', { name: 'Show on the page' }).first().click();
  await feed.bringToFront();
  await feed.waitForTimeout(500);
  await feed.screenshot(picture('details.png'));
  await popup.close();

  for (const [file, name] of [
    ['src/pages/options/index.html', 'settings.png'],
    ['src/pages/check-files/index.html', 'check-files.png'],
  ] as const) {
    const page = await browser.page(file);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.screenshot(picture(name));
    await page.close();
  }
  console.log(`Pictures: ${path.relative(process.cwd(), PICTURES)}/`);
}

/** What is wrong with the outcome, in words; empty if all is as it should be. */
function complaints(videos: readonly LedgerEntry[]): string[] {
  const wrong = videos.length === POSTS ? [] : [`${videos.length} videos were told of instead of ${POSTS}`];
  for (const video of videos) {
    const verdict = verdictOf(video);
    const isPlace = video.label.startsWith('City Planning Office');
    const fits = isPlace
      ? verdict?.kind === 'notChecked' && verdict.reason === 'noFace'
      : verdict !== null && verdict.kind !== 'notChecked';
    if (!fits) wrong.push(`"${video.label}" ended as ${verdict ? verdictLine(verdict) : video.phase}`);
  }
  return wrong;
}

async function demo(headed: boolean): Promise<number> {
  const { browser, office, feed, address, close } = await openFeed({ headed, size: SIZE, scale: 1.5 });
  try {
    const tabId = await office.evaluate(
      async (url) => (await chrome.tabs.query({})).find((tab) => tab.url === url)?.id ?? -1,
      address,
    );
    const report = (): Promise<TabReport> => tabReport(office, tabId);
    console.log(`The feed is at ${address}`);
    for (let number = 0; number < POSTS; number++) await watchPost(feed, number, report);

    const { videos } = await report();
    console.log(`\n${table(videos.map(line))}\n`);
    await takePictures(browser, feed, tabId);
    const wrong = complaints(videos);
    for (const complaint of wrong) console.error(`Not as expected: ${complaint}`);
    if (headed) {
      console.log('Close the browser window to end.');
      await feed.bringToFront();
      await browser.context.waitForEvent('close', { timeout: 0 });
    }
    return wrong.length === 0 ? 0 : 1;
  } finally {
    await close();
  }
}

const { values } = parseArgs({ options: { headed: { type: 'boolean', default: false } } });
process.exitCode = await demo(values.headed);
