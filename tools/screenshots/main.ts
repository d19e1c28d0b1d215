import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { openFeed, watchFeed, type OpenFeed } from '../clips/feed.ts';
import { root } from '../lib/build.ts';
import { answerWith } from '../lib/browser/answers.ts';
import { speak } from '../lib/browser/language.ts';
import { readOptions } from '../lib/command-line/options.ts';
import { runProgram } from '../lib/command-line/program.ts';
import { poll } from '../lib/poll.ts';
import { COMPARE, FEED_DRESSES, STATES, type Dress, type PageState } from './states.ts';

/** The command line `npm run screenshots`: every page, the popup, the badge and its panel, in `docs/screenshots`. */

const HELP = `npm run screenshots

Takes pictures of every page of the extension, its popup, its badges and their details on the test feed, light and dark, in
forced colours, 320 px wide, in German and in Arabic, and puts them and their list into docs/screenshots.`;

const OUT = path.join(root, 'docs/screenshots');
const FEED_SIZE = { width: 900, height: 760 };
const MOST_HEIGHT = 1600;
/** Of WebP; text stays sharp. */
const QUALITY = 0.72;
const POSTS = 6;
/** In the feed, from 0: a genuine video and a manipulated one. */
const SHOWN = { genuine: 3, manipulated: 5 } as const;
const LIMIT_MS = 180_000;

/** Pictures in the browser's own WebP, since PNG of photographs is large. */
class Album {
  readonly #canvas: Page;
  readonly names: string[] = [];

  constructor(canvas: Page) {
    this.#canvas = canvas;
  }

  async take(page: Page, name: string, clip?: { width: number; height: number }): Promise<void> {
    const png = await page.screenshot(clip ? { clip: { x: 0, y: 0, ...clip } } : {});
    const webp = await this.#canvas.evaluate(
      async ({ data, quality }) => {
        const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
        const canvas = new OffscreenCanvas(picture.width, picture.height);
        canvas.getContext('2d')?.drawImage(picture, 0, 0);
        const blob = await canvas.convertToBlob({ type: 'image/webp', quality });
        return btoa(
          Array.from(new Uint8Array(await blob.arrayBuffer()), (b) => String.fromCharCode(b)).join(''),
        );
      },
      { data: png.toString('base64'), quality: QUALITY },
    );
    await writeFile(path.join(OUT, `${name}.webp`), Buffer.from(webp, 'base64'));
    this.names.push(name);
  }

  /** The list of all pictures, for those who look at them. */
  async list(): Promise<void> {
    const rows = this.names.map((name) => `### ${name}\n\n![${name}](${name}.webp)\n`);
    await writeFile(
      path.join(OUT, 'README.md'),
      `# Screenshots\n\nMade by \`npm run screenshots\` on the test feed, of photographs that a development dependency ships. What stands beside a video is what the detector said of it.\n\n${rows.join('\n')}`,
    );
  }
}

async function dress(page: Page, { dark = false, forced = false }: Dress): Promise<void> {
  await page.emulateMedia({
    colorScheme: dark ? 'dark' : 'light',
    forcedColors: forced ? 'active' : 'none',
    reducedMotion: 'reduce',
  });
}

async function pageStates({ browser }: OpenFeed, album: Album, state: PageState, tabs: Tabs): Promise<void> {
  for (const each of state.dresses) {
    const page = await browser.context.newPage();
    const width = each.width ?? state.width;
    await page.setViewportSize({ width, height: 600 });
    await dress(page, each);
    if (each.language) await speak(page, each.language);
    if (state.answers) await answerWith(page, state.answers);
    await page.goto(browser.url(state.file.replace('{tab}', tabs.feed).replace('{other}', tabs.other)));
    await page.getByRole('heading', { level: 1 }).waitFor();
    for (const selector of state.open ?? []) await page.locator(selector).first().click();
    // Records come from the browser's database, pictures with them.
    await page.waitForTimeout(800);
    const from = page.locator(state.from ?? 'body');
    const height = await from.evaluate((element) => {
      // As far as there is something to see: of the page, or of what lies over it.
      const over = document.querySelector('dialog[open] > :last-child');
      if (over) return over.getBoundingClientRect().bottom + 12;
      const bottom = document.getElementById('app')?.getBoundingClientRect().bottom ?? 0;
      return bottom - element.getBoundingClientRect().top + 12;
    });
    await page.setViewportSize({ width, height: Math.min(MOST_HEIGHT, Math.max(200, Math.ceil(height))) });
    if (state.from !== undefined) await from.evaluate((element) => element.scrollIntoView());
    await album.take(page, `${state.name}-${each.name}`);
    await page.close();
  }
}

async function feedStates({ feed, browser }: OpenFeed, album: Album, tabs: Tabs): Promise<void> {
  for (const each of FEED_DRESSES) {
    await dress(feed, each);
    for (const [name, number] of Object.entries(SHOWN)) {
      const stage = feed.locator('article').nth(number).locator('.stage');
      await stage.evaluate((element) => element.scrollIntoView({ block: 'center' }));
      await feed.bringToFront();
      await feed.waitForTimeout(600);
      if (each.name === 'light') await album.take(feed, `badge-${name}`);
      const label =
        (await feed.locator('article').nth(number).locator('video').getAttribute('aria-label')) ?? '';
      const popup = await browser.page(`src/popup/index.html?tab=${tabs.feed}`);
      await popup
        .getByRole('listitem')
        .filter({ hasText: label })
        .getByRole('button', { name: 'Show on the page' })
        .click();
      await popup.close();
      await feed.bringToFront();
      await feed.waitForTimeout(600);
      await album.take(feed, `panel-${name}-${each.name}`);
      await feed.keyboard.press('Escape');
    }
  }
}

interface Tabs {
  feed: string;
  other: string;
}

/** Holds the first of two checked clips against the other, and stays with it in the list of results. */
async function compareSamples(page: Page, album: Album): Promise<void> {
  await page.setViewportSize({ width: 1200, height: 900 });
  await page
    .getByRole('button', { name: /^Compare with a genuine video/ })
    .first()
    .click();
  await page.locator('.genuine').evaluate((form) => form.scrollIntoView({ block: 'center' }));
  await album.take(page, 'genuine-video-light');
  await page.getByRole('button', { name: 'Take as genuine' }).click();
  await page.locator('.comparison').waitFor({ timeout: LIMIT_MS });
}

/** The sample that users try, checked, so that the page has results to show; and the report of one. */
async function checkSample({ browser }: OpenFeed, album: Album): Promise<void> {
  const page = await browser.page('src/pages/check-files/index.html?sample');
  await poll(
    'both sample clips to be checked',
    async () => (await page.getByRole('button', { name: /^Save report of/ }).count()) === 2,
    { limitMs: LIMIT_MS, everyMs: 500 },
  );
  await page.waitForTimeout(1500);
  await compareSamples(page, album);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('button', { name: /^Save report of/ })
      .first()
      .click(),
  ]);
  const html = await readFile(await download.path(), 'utf8');
  const report = await browser.context.newPage();
  await report.setViewportSize({ width: 760, height: MOST_HEIGHT });
  await report.setContent(html);
  await album.take(report, 'report-light');
  await report.close();
  for (const selector of COMPARE) await page.locator(selector).first().click();
  await poll('the players', () =>
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLVideoElement>('dialog video')].every((video) => video.readyState > 1),
    ),
  );
  await page.waitForTimeout(1500);
  await album.take(page, 'compare-light');
  await page.close();
}

async function takePictures(): Promise<number> {
  await rm(OUT, { recursive: true, force: true });
  await mkdir(OUT, { recursive: true });
  const open = await openFeed({ size: FEED_SIZE });
  try {
    const album = new Album(await open.browser.context.newPage());
    const own = await open.browser.page('licenses.txt');
    const other = await own.evaluate(async () => (await chrome.tabs.getCurrent())?.id ?? -1);
    await open.feed.bringToFront();
    const tabs = { feed: String(await watchFeed(open, POSTS)), other: String(other) };
    await feedStates(open, album, tabs);
    await checkSample(open, album);
    for (const state of STATES) await pageStates(open, album, state, tabs);
    await album.list();
    console.log(`${album.names.length} pictures: ${path.relative(process.cwd(), OUT)}/`);
  } finally {
    await open.close();
  }
  return 0;
}

await runProgram(HELP, 'Start it again.', () => {
  readOptions({ options: {} });
  return takePictures();
});
