import path from 'node:path';
import type { Page } from 'playwright-core';
import { ensureBuild, root } from '../lib/build.ts';
import { prepareClips } from './clips.ts';
import { launch, type ExtensionBrowser, type LaunchOptions } from '../lib/browser/launch.ts';
import { serveFolders } from '../lib/browser/serve.ts';
import { tabReport, tell } from '../lib/browser/tell.ts';
import { poll } from '../lib/poll.ts';

const VERDICT_LIMIT_MS = 120_000;

/** The made-up feed of `test/pages` in a browser with the extension, its site switched on: for the demo and for development. */
export interface OpenFeed {
  browser: ExtensionBrowser;
  /** A page of the extension, from which the background can be asked. */
  office: Page;
  feed: Page;
  address: string;
  /** Ends the browser and the servers. */
  close: () => Promise<void>;
}

export async function openFeed(options: Omit<LaunchOptions, 'dist'>): Promise<OpenFeed> {
  const dist = await ensureBuild('demo');
  const clips = await prepareClips();
  const server = await serveFolders({ '/': path.join(root, 'test/pages'), '/clips/': clips.folder });
  let browser: ExtensionBrowser;
  try {
    browser = await launch({ ...options, dist });
  } catch (error) {
    await server.close();
    throw error;
  }
  async function close(): Promise<void> {
    await browser.close();
    await server.close();
  }
  try {
    const office = await browser.page('src/pages/options/index.html');
    await tell(office, 'background.setSite', { origin: server.origin, check: true });
    const feed = await browser.context.newPage();
    const address = `${server.origin}/?foreign=${server.foreign}`;
    await feed.goto(address);
    return { browser, office, feed, address, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Brings the feed's first videos to a verdict, one after the other. @returns the number of the feed's tab. */
export async function watchFeed({ feed, office, address }: OpenFeed, posts: number): Promise<number> {
  const tabId = await office.evaluate(
    async (url) => (await chrome.tabs.query({})).find((tab) => tab.url === url)?.id ?? -1,
    address,
  );
  for (let number = 0; number < posts; number++) {
    const stage = feed.locator('article').nth(number).locator('.stage');
    await stage.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    await poll(
      `a verdict on post ${number + 1}`,
      async () =>
        (await tabReport(office, tabId)).videos.filter(({ phase }) => phase === 'done').length > number,
      { limitMs: VERDICT_LIMIT_MS, everyMs: 500 },
    );
  }
  return tabId;
}
