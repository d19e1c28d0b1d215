import path from 'node:path';
import type { Page } from 'playwright-core';
import { BETWEEN_FRAMES_MS, BETWEEN_HURRIED_FRAMES_MS } from '../../src/content/pace.ts';
import { prepareClips } from '../clips/clips.ts';
import type { ExtensionBrowser } from '../lib/browser/launch.ts';
import { serveFolders } from '../lib/browser/serve.ts';
import { tabReport, tell } from '../lib/browser/tell.ts';
import { ensureBuild, root } from '../lib/build.ts';
import { poll } from '../lib/poll.ts';
import { feedAddress } from './page-cost.ts';
import { withBrowser } from './with-browser.ts';
import type { Pairs } from './ratios.ts';

/**
 * From a page that is opened, or from the click that asks for a check, to the verdict on its video; beside the time that the verdict's frames
 * take by themselves.
 */

export const VERDICTS = 3;
const LIMIT_MS = 180_000;
const FEED = { name: 'one video', videos: 1, columns: 1, width: 480, boxed: false, speed: 0, mutations: 0 };

/** @returns s. */
async function firstVerdict(browser: ExtensionBrowser, office: Page, address: string, asked: boolean) {
  const page = await browser.context.newPage();
  let start = performance.now();
  await page.goto(address);
  const id = await (
    await browser.worker()
  ).evaluate(async (url) => (await chrome.tabs.query({})).find((tab) => tab.url === url)?.id, page.url());
  if (id === undefined) throw new Error(`No tab shows ${page.url()}`);
  if (asked) {
    start = performance.now();
    await tell(office, 'background.checkTab', { tabId: id });
  }
  const state = await poll(
    'the first verdict',
    async () => {
      const [video] = (await tabReport(office, id)).videos;
      return video?.phase === 'done' && video.state;
    },
    { limitMs: LIMIT_MS },
  );
  const took = (performance.now() - start) / 1000;
  await page.close();
  const between = asked ? BETWEEN_HURRIED_FRAMES_MS : BETWEEN_FRAMES_MS;
  return { took, frames: (state.framesSeen * between) / 1000 };
}

async function closeEngine(browser: ExtensionBrowser): Promise<void> {
  const engine = await browser.offscreen();
  // Its own page goes with the call, and with it the answer.
  engine?.evaluate('window.close()').catch(() => undefined);
  await poll('the engine page to be gone', async () => (await browser.offscreen()) === null);
}

export async function measureFirstVerdicts(signal: AbortSignal): Promise<Pairs[]> {
  const clips = await prepareClips();
  const server = await serveFolders({ '/': path.join(root, 'tools/bench/feed'), '/clips/': clips.folder });
  const pairs: Pairs[] = [];
  try {
    await withBrowser(await ensureBuild('bench'), signal, async (browser) => {
      const office = await browser.page('licenses.txt');
      for (const asked of [false, true]) {
        await tell(office, 'background.setSite', { origin: server.origin, check: !asked });
        const whose = asked ? 'from a click' : 'of a page';
        const [cold, warm] = [made(`${whose}, detector not started`), made(`${whose}, detector running`)];
        for (let i = 0; i < VERDICTS; i++) {
          await closeEngine(browser);
          for (const { ours, other } of [cold, warm]) {
            const { took, frames } = await firstVerdict(
              browser,
              office,
              feedAddress(server.origin, FEED),
              asked,
            );
            ours.push(took);
            other.push(frames);
          }
        }
        pairs.push(cold, warm);
      }
    });
    return pairs;
  } finally {
    await server.close();
  }
}

const made = (what: string): Pairs => ({
  name: `first verdict ${what}: its frames`,
  unit: 's',
  ours: [],
  other: [],
});
