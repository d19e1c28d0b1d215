import type { MessageName, Request, Response } from '../../src/messages/protocol.ts';
import { GECKO_ID } from '../../build/manifest.ts';
import { prepareClips, type ClipName } from '../../tools/clips/clips.ts';
import { launchFirefox, type FirefoxBrowser } from '../../tools/lib/browser/firefox/launch.ts';
import { nodesOf, wordsOf, type FirefoxTab, type SeenNode } from '../../tools/lib/browser/firefox/tab.ts';
import { serveFolders, type TestServer } from '../../tools/lib/browser/serve.ts';
import { distOf } from '../../tools/lib/build.ts';
import { poll } from '../../tools/lib/poll.ts';

/** Firefox with the extension, the test pages and their two origins. */
export interface FirefoxStage {
  browser: FirefoxBrowser;
  /** A page of the extension, to send messages from. */
  office: FirefoxTab;
  server: TestServer;
  /** The address of a clip on the pages' own origin or on the foreign one. */
  clip(name: ClipName, where?: 'own' | 'foreign'): string;
  /** The file of a clip. */
  file(name: ClipName): string;
  /** Opens a test page in a tab or a window of its own. */
  openPage(file: string, query: Record<string, string>, type?: 'tab' | 'window'): Promise<FirefoxTab>;
  /** Sends a message of the extension's protocol from one of its pages. */
  tell<N extends MessageName>(name: N, request: Request<N>): Promise<Response<N>>;
  /** The browser's number of a tab, by what its address contains. */
  tabId(address: string): Promise<number>;
  down(): Promise<void>;
}

export async function raiseFirefox(): Promise<FirefoxStage> {
  const clips = await prepareClips();
  const server = await serveFolders({ '/': 'test/pages', '/clips/': clips.folder });
  const browser = await launchFirefox(distOf('firefox-e2e')).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  const office = await browser.open(browser.url('licenses.txt'));
  return {
    browser,
    office,
    server,
    clip: (name, where = 'own') => `${where === 'own' ? server.origin : server.foreign}/clips/${name}`,
    file: (name) => clips.file(name),
    openPage: (file, query, type) =>
      browser.open(
        `${server.origin}/${file}?${new URLSearchParams({ ...query, foreign: server.foreign })}`,
        type,
      ),
    async tell(name, request) {
      const envelope = JSON.stringify({ fakefilter: 1, name, request });
      const reply = await office.run<{ ok: boolean; value: never; error: string } | null>(
        `browser.runtime.sendMessage(${envelope})`,
      );
      if (!reply) throw new Error(`Nobody answers ${name}`);
      if (!reply.ok) throw new Error(`${name} was refused: ${reply.error}`);
      return reply.value;
    },
    tabId: (address) =>
      poll(`a tab of ${address}`, () =>
        office.run<number | undefined>(
          `browser.tabs.query({}).then((tabs) => tabs.find((tab) => tab.url?.includes(${JSON.stringify(address)}))?.id)`,
        ),
      ),
    async down() {
      await browser.close();
      await server.close();
    },
  };
}

export interface FirefoxBadge {
  /** "Checking 3 of 8". */
  words: string;
  /** Everything in the details. */
  details: string;
  button: SeenNode;
}

async function badges(tab: FirefoxTab): Promise<FirefoxBadge[]> {
  return (await tab.see('[data-fakefilter=badge]')).flatMap((host) => {
    const nodes = [...nodesOf(host)];
    const button = nodes.find(({ attributes }) => attributes.class?.startsWith('badge'));
    const panel = nodes.find(({ attributes }) => attributes.role === 'dialog');
    return button && panel ? [{ words: wordsOf(button), details: wordsOf(panel), button }] : [];
  });
}

const JUDGED = /^(No sign of a swapped or edited face|Unclear|Likely manipulated)/;

/** A verdict on a face, whichever. */
export const isJudged = (badge: FirefoxBadge): boolean => JUDGED.test(badge.words);

/** Waits until the page's one badge fits. */
export async function waitForBadge(
  tab: FirefoxTab,
  what: string,
  fits: (badge: FirefoxBadge) => boolean,
): Promise<FirefoxBadge> {
  let last: FirefoxBadge[] = [];
  return poll(
    what,
    async () => {
      last = await badges(tab);
      return last.length === 1 && last.find(fits);
    },
    { limitMs: 60_000, everyMs: 300, seen: () => last.map(({ words }) => words).join(', ') },
  );
}

/** Suspends the event page, and with it the engine, as Firefox does after half a minute without work. */
export async function suspendEventPage({ browser }: FirefoxStage): Promise<void> {
  await browser.window.run(`WebExtensionPolicy.getByID('${GECKO_ID}').extension.terminateBackground()`);
  await poll('the event page to stop', async () => (await eventPageState(browser)) === 'stopped');
}

export function eventPageState(browser: FirefoxBrowser): Promise<string> {
  return browser.window.run<string>(`WebExtensionPolicy.getByID('${GECKO_ID}').extension.backgroundState`);
}
