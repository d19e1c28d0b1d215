import path from 'node:path';
import type { Page } from 'playwright-core';
import { ensureBuild, root } from './build.ts';
import { prepareClips } from './clips.ts';
import { launch, type ExtensionBrowser, type LaunchOptions } from './launch.ts';
import { serveFolders } from './serve.ts';
import { tell } from './tell.ts';

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
  const dist = await ensureBuild('e2e');
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
    const office = await browser.page('src/options/index.html');
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
