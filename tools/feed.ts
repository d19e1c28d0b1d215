import path from 'node:path';
import type { Page } from 'playwright-core';
import { ensureBuild, root } from './build.ts';
import { prepareClips } from './clips.ts';
import { launch, type ExtensionBrowser, type LaunchOptions } from './launch.ts';
import { serveFolders } from './serve.ts';

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

/** Asks the background, from a page of the extension. */
export async function ask<T>(page: Page, name: string, request: object): Promise<T> {
  const reply = await page.evaluate(
    async (envelope): Promise<{ ok: true; value: T } | { ok: false; error: string } | undefined> =>
      chrome.runtime.sendMessage(envelope),
    { fakefilter: 1, name, request },
  );
  if (!reply?.ok) throw new Error(`The extension refused ${name}: ${reply?.error ?? 'nobody answered'}`);
  return reply.value;
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
    await ask(office, 'background.setSite', { origin: server.origin, check: true });
    const feed = await browser.context.newPage();
    const address = `${server.origin}/?foreign=${server.foreign}`;
    await feed.goto(address);
    return { browser, office, feed, address, close };
  } catch (error) {
    await close();
    throw error;
  }
}
