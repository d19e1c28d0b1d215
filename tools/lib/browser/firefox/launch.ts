import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { GECKO_ID } from '../../../../build/manifest.ts';
import { BidiSession } from './bidi.ts';
import { firefoxPrograms } from './firefox.ts';
import { FirefoxTab } from './tab.ts';

/** A running Firefox with the extension in it. */
export interface FirefoxBrowser {
  /** `moz-extension://<id>/<path>`. */
  url(file: string): string;
  /** Opens an address in a tab, or a window, of its own. */
  open(url: string, type?: 'tab' | 'window'): Promise<FirefoxTab>;
  /** The browser's own window: its menus, buttons and internals (`Services`, `WebExtensionPolicy`). */
  window: FirefoxTab;
  /** Ends the browser and removes its profile. */
  close(): Promise<void>;
}

/** Firefox gives each installation another one, for pages not to know the extension by it. */
const ADDRESS = 'f0f0f0f0-1111-4222-8333-444444444444';

/** Firefox itself switches off what looks for updates and the like where it is started for automation. */
const PREFERENCES = {
  'extensions.webextensions.uuids': JSON.stringify({ [GECKO_ID]: ADDRESS }),
  // The pages play muted videos by themselves, as feeds do.
  'media.autoplay.default': 0,
  'browser.startup.page': 0,
  'browser.aboutwelcome.enabled': false,
  // Without a window manager, as on a bare screen, a menu loses the focus as soon as it is there.
  'ui.popup.disable_autohide': true,
} as const;

const SCREEN = '1400x1000x24';
const START_LIMIT_MS = 60_000;

/** The first match in what a program prints. @throws Error with all that it printed. */
function printed(from: readonly Readable[], what: string, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let all = '';
    const timer = setTimeout(
      () => reject(new Error(`${what} did not start within ${START_LIMIT_MS / 1000} s:\n${all}`)),
      START_LIMIT_MS,
    );
    for (const stream of from) {
      stream.on('data', (part: Buffer) => {
        all += part.toString('utf8');
        const found = pattern.exec(all)?.[1];
        if (found === undefined) return;
        clearTimeout(timer);
        resolve(found);
      });
    }
  });
}

/** @returns the number of a screen that nobody sees, `:7`. */
async function openScreen(xvfb: string, started: ChildProcess[]): Promise<string> {
  const process = spawn(xvfb, ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  started.push(process);
  return `:${await printed([process.stdio[3] as Readable], 'Xvfb', /^(\d+)\n/)}`;
}

async function startFirefox(profile: string, started: ChildProcess[]): Promise<BidiSession> {
  const { firefox, xvfb } = await firefoxPrograms();
  const lines = Object.entries(PREFERENCES).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  await writeFile(path.join(profile, 'user.js'), lines.join('\n'));
  const screen = xvfb ? { DISPLAY: await openScreen(xvfb, started) } : {};
  // System access: to navigate to the extension's own pages and to see the browser's menus.
  const args = [
    '--profile',
    profile,
    '--no-remote',
    '--remote-debugging-port=0',
    '--remote-allow-system-access',
  ];
  const process_ = spawn(firefox, args, {
    env: { ...process.env, ...screen },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(process_);
  const address = await printed([process_.stderr, process_.stdout], 'Firefox', /BiDi listening on (ws:\S+)/);
  return BidiSession.open(address);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exit;
}

/** Starts Firefox with the extension of this folder. */
export async function launchFirefox(dist: string): Promise<FirefoxBrowser> {
  const profile = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-firefox-'));
  const started: ChildProcess[] = [];
  const removal = { recursive: true, force: true, maxRetries: 10, retryDelay: 200 };
  const forgetAtExit = (): void => {
    for (const child of started) child.kill('SIGKILL');
    rmSync(profile, removal);
  };
  process.once('exit', forgetAtExit);

  async function close(): Promise<void> {
    process.off('exit', forgetAtExit);
    for (const child of started.reverse()) await ended(child);
    await rm(profile, removal);
  }

  try {
    const session = await startFirefox(profile, started);
    await session.send('webExtension.install', {
      extensionData: { type: 'path', path: path.resolve(dist) },
      // As the user may, in the browser's list of extensions.
      'moz:allowPrivateBrowsing': true,
    });
    const { contexts } = (await session.send('browsingContext.getTree', { 'moz:scope': 'chrome' })) as {
      contexts: { context: string; url: string }[];
    };
    const window = contexts.find(({ url }) => url.endsWith('/browser.xhtml'));
    if (!window) throw new Error('Firefox has no window');
    return {
      url: (file) => `moz-extension://${ADDRESS}/${file}`,
      window: new FirefoxTab(session, window.context),
      async open(url, type = 'tab') {
        const { context } = (await session.send('browsingContext.create', { type })) as {
          context: string;
        };
        const tab = new FirefoxTab(session, context);
        await tab.goto(url);
        return tab;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
