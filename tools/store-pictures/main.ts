import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { openFeed, watchFeed, type OpenFeed } from '../clips/feed.ts';
import { prepareClips } from '../clips/clips.ts';
import { distOf, root } from '../lib/build.ts';
import { readOptions } from '../lib/command-line/options.ts';
import { runProgram } from '../lib/command-line/program.ts';
import { poll } from '../lib/poll.ts';
import { besideText, promotion } from './frame.ts';

/** The command line `npm run store-pictures`: screenshots and promotional pictures for the stores, in `dist/store/pictures`. */

const HELP = `npm run store-pictures

Takes screenshots of 1280 × 800 px of the extension on the test feed, and promotional pictures of 440 × 280 and 1400 × 560 px,
and puts them into dist/store/pictures.`;

const OUT = path.join(root, 'dist/store/pictures');
const SIZE = { width: 1280, height: 800 };
const FRAMES_LIMIT_MS = 120_000;

async function asAddress(picture: Buffer | Promise<Buffer>): Promise<string> {
  return `data:image/png;base64,${(await picture).toString('base64')}`;
}

/** Draws a page of its own and takes its picture. */
async function picture(open: OpenFeed, name: string, html: string, size = SIZE): Promise<void> {
  const page = await open.browser.context.newPage();
  await page.setViewportSize(size);
  await page.setContent(html, { waitUntil: 'load' });
  await page.screenshot({ path: path.join(OUT, name) });
  await page.close();
}

async function feedPictures(open: OpenFeed, tabId: number): Promise<void> {
  const { feed, browser } = open;
  await feed.bringToFront();
  await feed
    .locator('.stage')
    .first()
    .evaluate((stage) => stage.scrollIntoView({ block: 'center' }));
  // Badges follow the page with its next frames.
  await feed.waitForTimeout(500);
  await feed.screenshot({ path: path.join(OUT, '1-feed.png') });

  const popup = await browser.page(`src/popup/index.html?tab=${tabId}`);
  await popup.setViewportSize({ width: 400, height: 600 });
  const show = popup.getByRole('button', { name: 'Show on the page' }).first();
  await show.waitFor();
  const shot = await asAddress(popup.screenshot());
  await picture(
    open,
    '3-popup.png',
    besideText(
      'Site by site',
      'You choose where videos are checked. The popup lists what was found on a page.',
      shot,
    ),
  );
  await show.click();
  await feed.bringToFront();
  await feed.waitForTimeout(500);
  await feed.screenshot({ path: path.join(OUT, '2-details.png') });
  await popup.close();
}

async function filePicture(open: OpenFeed): Promise<void> {
  const clips = await prepareClips();
  const page = await open.browser.page('src/pages/check-files/index.html');
  await page.setViewportSize(SIZE);
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles([clips.file('sample.webm'), clips.file('swapped.webm')]);
  await verdicts(page, 2);
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: path.join(OUT, '4-check-files.png') });
  await page.close();
}

function verdicts(page: Page, count: number): Promise<true> {
  return poll(
    `${count} verdicts`,
    async () =>
      ((await page.locator('body').innerText()).match(/No sign of|Unclear|Likely manipulated/g) ?? [])
        .length >= count,
    { limitMs: FRAMES_LIMIT_MS, everyMs: 500 },
  );
}

async function pagePicture(open: OpenFeed, file: string, name: string): Promise<void> {
  const page = await open.browser.page(file);
  await page.setViewportSize(SIZE);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.screenshot({ path: path.join(OUT, name) });
  await page.close();
}

async function promotions(open: OpenFeed): Promise<void> {
  const manifest = JSON.parse(await readFile(path.join(distOf('demo'), 'manifest.json'), 'utf8')) as {
    name: string;
  };
  const icon = await asAddress(readFile(path.join(root, 'assets/icons/icon-128.png')));
  const sentence = 'Looks for manipulated faces in videos, on your own machine.';
  for (const [width, height] of [
    [440, 280],
    [1400, 560],
  ] as const) {
    const html = promotion(width, height, icon, manifest.name, sentence);
    await picture(open, `promotion-${width}x${height}.png`, html, { width, height });
  }
}

async function takePictures(): Promise<number> {
  await rm(OUT, { recursive: true, force: true });
  await mkdir(OUT, { recursive: true });
  const open = await openFeed({ size: SIZE });
  try {
    await feedPictures(open, await watchFeed(open, 3));
    await filePicture(open);
    await pagePicture(open, 'src/pages/options/index.html', '5-settings.png');
    await promotions(open);
  } finally {
    await open.close();
  }
  console.log(`Pictures: ${path.relative(process.cwd(), OUT)}/`);
  return 0;
}

await runProgram(HELP, 'Start it again.', () => {
  readOptions({ options: {} });
  return takePictures();
});
