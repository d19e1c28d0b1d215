import { watch } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { SOURCES, ensureBuild, root } from '../lib/build.ts';
import { openFeed } from '../clips/feed.ts';

/**
 * The command line `npm run dev`: the test feed in a browser with the extension, built and loaded anew whenever a source
 * changes. It builds what the demo loads, not what a development server would serve: that server would need holes in the
 * extension's content security policy, and knows nothing of the engine page, which the manifest does not name.
 */

/** Editors write a file in several steps, and several files at once. */
const SETTLED_AFTER_MS = 300;

const { values } = parseArgs({ options: { headless: { type: 'boolean', default: false } } });
const { browser, address, close } = await openFeed({ headed: !values.headless });
console.log(`The feed is at ${address}\nWaiting for changes. Close the browser window to end.`);

let pending: ReturnType<typeof setTimeout> | undefined;
let working: Promise<void> = Promise.resolve();

async function renew(): Promise<void> {
  const begun = Date.now();
  try {
    await ensureBuild('demo');
    await browser.reload();
    const pages = browser.context.pages();
    // Pages of the extension are closed by the browser when it is loaded anew; those of the feed get the new script.
    await Promise.all(pages.filter((page) => page.url().startsWith('http')).map((page) => page.reload()));
    console.log(`Built and loaded anew in ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  } catch (error) {
    // A slip of the pen must not end the loop: the next save tries again.
    console.error(error instanceof Error ? error.message : error);
  }
}

function changed(): void {
  clearTimeout(pending);
  pending = setTimeout(() => {
    working = working.then(renew);
  }, SETTLED_AFTER_MS);
}

const watchers = SOURCES.map((name) => watch(path.join(root, name), { recursive: true }, changed));
await browser.context.waitForEvent('close', { timeout: 0 });
clearTimeout(pending);
for (const watcher of watchers) watcher.close();
await working;
await close();
