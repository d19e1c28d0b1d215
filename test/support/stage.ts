import { AsyncLocalStorage } from 'node:async_hooks';
import { afterAll, afterEach, aroundEach, beforeAll, beforeEach, type RunnerTestCase } from 'vitest';
import type { Page } from 'playwright-core';
import { distOf } from '../../tools/lib/build.ts';
import { prepareClips, type ClipName } from '../../tools/clips/clips.ts';
import { launch, type ExtensionBrowser, type LaunchOptions } from '../../tools/lib/browser/launch.ts';
import { serveFolders, type TestServer } from '../../tools/lib/browser/serve.ts';
import { tell } from '../../tools/lib/browser/tell.ts';

/** Whose code runs: tests may run side by side. */
const running = new AsyncLocalStorage<Readonly<RunnerTestCase>>();

/** A browser with the extension, the test pages and their two origins: one stage for all tests of a file. */
export class Stage {
  #browser: ExtensionBrowser | null = null;
  #server: TestServer | null = null;
  readonly #options: Partial<LaunchOptions>;
  readonly #opened = new Map<Page, Readonly<RunnerTestCase>>();
  #made = 0;

  constructor(options: Partial<LaunchOptions> = {}) {
    this.#options = options;
  }

  get browser(): ExtensionBrowser {
    if (!this.#browser) throw new Error('The browser is not running');
    return this.#browser;
  }

  get server(): TestServer {
    if (!this.#server) throw new Error('The servers are not running');
    return this.#server;
  }

  async up(): Promise<void> {
    const clips = await prepareClips();
    this.#server = await serveFolders({
      '/': 'test/pages',
      '/clips/': clips.folder,
      '/modules/': 'node_modules',
    });
    this.#browser = await launch({ dist: distOf('e2e'), ...this.#options });
  }

  async down(): Promise<void> {
    await this.#browser?.close();
    await this.#server?.close();
  }

  /** Ends the browser alone, so that what it wrote can be read. */
  async closeBrowser(): Promise<void> {
    await this.browser.close();
    this.#browser = null;
  }

  /** Ends the browser and starts it again; what it knew is still there only if the stage was given a profile to keep. */
  async restartBrowser(): Promise<void> {
    await this.closeBrowser();
    this.#browser = await launch({ dist: distOf('e2e'), ...this.#options });
  }

  /** Turns the switch of a site, as the popup does. */
  async setSite(check: boolean, origin = this.server.origin): Promise<void> {
    const page = await this.browser.page('licenses.txt');
    const answer = await tell(page, 'background.setSite', { origin, check });
    await page.close();
    if (answer.check !== check)
      throw new Error(`The switch of ${origin} did not turn: ${JSON.stringify(answer)}`);
  }

  /** A new tab. Those of tests that have ended are closed first: their videos would go on being judged, beside the tests that still run. */
  async #newPage(): Promise<Page> {
    for (const [page, by] of this.#opened) {
      if (by.result?.state === 'run') continue;
      this.#opened.delete(page);
      await page.close();
    }
    const page = await this.browser.context.newPage();
    const test = running.getStore();
    if (test) this.#opened.set(page, test);
    return page;
  }

  /** Opens a test page in a new tab: `open('video.html', { src: this.clip('one-face.webm') })`. */
  async open(file: string, query: Record<string, string> = {}): Promise<Page> {
    const page = await this.#newPage();
    const search = new URLSearchParams({ ...query, foreign: this.server.foreign });
    await page.goto(`${this.server.origin}/${file}${file.includes('?') ? '&' : '?'}${search}`);
    return page;
  }

  /** Opens a page of this HTML on the pages' own origin. */
  async openHtml(html: string): Promise<Page> {
    const page = await this.#newPage();
    // Each its own: tabs are told by their address.
    const address = `${this.server.origin}/made.html?${++this.#made}`;
    await page.route(address, (route) =>
      route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }),
    );
    await page.goto(address);
    return page;
  }

  /** The address of a clip on the pages' own origin or on the foreign one. */
  clip(name: ClipName, where: 'own' | 'foreign' = 'own'): string {
    return `${where === 'own' ? this.server.origin : this.server.foreign}/clips/${name}`;
  }

  /** The browser's number of a tab. */
  async tabId(page: Page): Promise<number> {
    const worker = await this.browser.worker();
    const id = await worker.evaluate(
      async (url) => (await chrome.tabs.query({})).find((tab) => tab.url === url)?.id ?? null,
      page.url(),
    );
    if (id === null) throw new Error(`No tab shows ${page.url()}`);
    return id;
  }
}

/**
 * Sets up a stage for a test file; pages that a test leaves open are closed after it.
 * @param site whether the switch of the test pages' site is on from the start.
 */
export function useStage({ site, ...options }: Partial<LaunchOptions> & { site: boolean }): Stage {
  const stage = new Stage(options);
  beforeAll(async () => {
    await stage.up();
    if (site) await stage.setSite(true);
  });
  aroundEach((run, { task }) => running.run(task, run));
  let underWay = 0;
  beforeEach(() => {
    underWay++;
  });
  afterEach(async () => {
    // Pages of tests that run side by side are closed after the last of them.
    if (--underWay > 0) return;
    // One tab stays: a window without tabs closes, and the browser with it.
    const [first, ...others] = stage.browser.context.pages();
    await Promise.all(others.map((page) => page.close()));
    await first?.goto('about:blank');
  });
  afterAll(() => stage.down());
  return stage;
}
