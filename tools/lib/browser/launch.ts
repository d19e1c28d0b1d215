import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext, type Page, type Worker } from 'playwright-core';
import { chromiumPath } from './chromium.ts';
import { poll } from '../poll.ts';
import { attach, browserSession, listTargets, type Target } from './targets.ts';

/** A running Chromium with the extension in it. */
export interface ExtensionBrowser {
  context: BrowserContext;
  extensionId: string;
  /** `chrome-extension://<id>/<path>`. */
  url(file: string): string;
  /** Opens a page of the extension in a tab of its own. */
  page(file: string): Promise<Page>;
  /** The background's service worker; woken where it sleeps. */
  worker(): Promise<Worker>;
  /** A DevTools session with the engine page; null while there is none. */
  offscreen(): Promise<Target | null>;
  /**
   * Presses the extension's button while a tab is in front: opens the popup and, as for users, gives access to the tab.
   * @returns the browser's number of the tab.
   */
  pressButton(page: Page): Promise<number>;
  /** Loads the extension anew from its folder, as the button in the browser's list of extensions does. */
  reload(): Promise<void>;
  /** Ends the browser and removes its temporary profile. */
  close(): Promise<void>;
}

export interface LaunchOptions {
  /** Folder of the built extension. */
  dist: string;
  headed?: boolean;
  args?: readonly string[];
  /** Arguments that Playwright gives by itself and this browser is to do without. */
  withoutArgs?: readonly string[];
  /** A profile to keep; without one a temporary profile is made and removed at the end. */
  profile?: string;
  size?: { width: number; height: number };
  /** Ratio of device pixels to CSS pixels. */
  scale?: number;
  /** The caller ends the browser itself when it is interrupted; otherwise Ctrl-C ends browser and program at once. */
  ownSignals?: boolean;
}

/** Any page of the extension that is light to load and does nothing by itself. */
const QUIET_PAGE = 'licenses.txt';

const WELCOME_PAGE = '/src/pages/welcome/index.html';

const ARGUMENTS = [
  '--no-first-run',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Branded Chrome ignores --load-extension; loading through DevTools works in every build, and Chrome wants this for it.
  '--enable-unsafe-extension-debugging',
  // The pages play muted videos by themselves, as feeds do.
  '--autoplay-policy=no-user-gesture-required',
] as const;

/** A stopped service worker stays in Playwright's list and never answers again, hence the bound. */
async function answers(worker: Worker): Promise<boolean> {
  const silence = new Promise<false>((resolve) => setTimeout(() => resolve(false), 1500));
  return Promise.race([worker.evaluate(() => true).catch(() => false), silence]);
}

async function startBrowser(profile: string, options: LaunchOptions): Promise<BrowserContext> {
  const size = options.size ?? { width: 1280, height: 800 };
  return chromium.launchPersistentContext(profile, {
    executablePath: await chromiumPath(),
    headless: !options.headed,
    // Chromium's sandbox refuses to run as root, and only then is it left out.
    chromiumSandbox: process.getuid?.() !== 0,
    args: [...ARGUMENTS, `--window-size=${size.width},${size.height}`, ...(options.args ?? [])],
    ignoreDefaultArgs: ['--disable-extensions', ...(options.withoutArgs ?? [])],
    ...(options.ownSignals && { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false }),
    viewport: options.headed ? null : size,
    ...(options.scale && !options.headed && { deviceScaleFactor: options.scale }),
  });
}

async function loadExtension(context: BrowserContext, dist: string): Promise<string> {
  const session = await browserSession(context);
  try {
    const { id } = await session.send('Extensions.loadUnpacked', { path: path.resolve(dist) });
    return id;
  } catch (error) {
    throw new Error(`Chromium did not load the extension in ${dist}. Was it built?`, { cause: error });
  } finally {
    await session.detach();
  }
}

/** Starts Chromium with the extension loaded and its service worker running. */
export async function launch(options: LaunchOptions): Promise<ExtensionBrowser> {
  const profile = options.profile ?? (await mkdtemp(path.join(os.tmpdir(), 'fakefilter-profile-')));

  // The last files of the profile are written while the browser ends, hence the retries.
  const removal = { recursive: true, force: true, maxRetries: 10, retryDelay: 200 };
  // For a program that is interrupted, by Ctrl-C or a failure, before it comes to close the browser.
  const forgetAtExit = (): void => rmSync(profile, removal);
  if (!options.profile) process.once('exit', forgetAtExit);

  async function forget(): Promise<void> {
    if (options.profile) return;
    process.off('exit', forgetAtExit);
    await rm(profile, removal);
  }

  let context: BrowserContext;
  try {
    context = await startBrowser(profile, options);
  } catch (error) {
    await forget();
    throw error;
  }

  async function close(): Promise<void> {
    try {
      await context.close();
    } finally {
      await forget();
    }
  }

  try {
    // The product opens its first page after the installation; it is in the way of what a program does.
    context.on('page', (page) => {
      if (page.url().endsWith(WELCOME_PAGE)) page.close().catch(() => undefined);
    });
    const extensionId = await loadExtension(context, options.dist);
    const url = (file: string): string => `chrome-extension://${extensionId}/${file}`;
    async function running(): Promise<Worker | undefined> {
      const own = context.serviceWorkers().filter((worker) => worker.url().startsWith(url('')));
      for (const worker of own.reverse()) if (await answers(worker)) return worker;
      return undefined;
    }

    async function worker(): Promise<Worker> {
      const awake = await running();
      if (awake) return awake;
      const page = await context.newPage();
      try {
        await page.goto(url(QUIET_PAGE));
        // A listener that answers nothing is enough to start it.
        await page.evaluate(() => chrome.runtime.sendMessage({ wake: true }).catch(() => undefined));
        return await poll('the service worker', running);
      } finally {
        await page.close();
      }
    }

    // A worker that throws at its start is never activated, and messages to it hang.
    await poll(
      'the service worker of the extension to start',
      async () => (await running())?.evaluate<boolean>("self.registration.active?.state === 'activated'"),
      { limitMs: 30_000 },
    );

    return {
      context,
      extensionId,
      url,
      worker,
      close,
      async pressButton(page) {
        const session = await browserSession(context);
        try {
          const { targetInfos } = await session.send('Target.getTargets', {
            filter: [{ type: 'tab', exclude: false }],
          });
          const tab = targetInfos.find((target) => target.url === page.url());
          if (!tab) throw new Error(`No tab shows ${page.url()}`);
          await session.send('Extensions.triggerAction', { id: extensionId, targetId: tab.targetId });
        } finally {
          await session.detach();
        }
        // The access just given is also what makes the tab's address visible.
        return poll('access to the tab', async () =>
          (await worker()).evaluate(
            async (url) => (await chrome.tabs.query({})).find((tab) => tab.url === url)?.id,
            page.url(),
          ),
        );
      },
      async reload() {
        // Not `chrome.runtime.reload()`: with the developer mode off, as in fresh profiles, that leaves it disabled.
        await loadExtension(context, options.dist);
      },
      async page(file) {
        const page = await context.newPage();
        await page.goto(url(file));
        return page;
      },
      async offscreen() {
        const session = await browserSession(context);
        const info = (await listTargets(session)).find((target) =>
          target.url.startsWith(url('src/offscreen/')),
        );
        if (info) return attach(session, info);
        await session.detach();
        return null;
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
