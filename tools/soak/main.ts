import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { prepareClips, type Clips } from '../clips/clips.ts';
import { launch, type ExtensionBrowser } from '../lib/browser/launch.ts';
import { serveFolders, type TestServer } from '../lib/browser/serve.ts';
import { tell } from '../lib/browser/tell.ts';
import { ensureBuild, root } from '../lib/build.ts';
import { readOptions, wholeNumber } from '../lib/command-line/options.ts';
import { runProgram } from '../lib/command-line/program.ts';
import { textOf } from '../lib/report/table.ts';
import { writeFigures } from '../reliability/figures.ts';
import { measure, QUANTITIES, type Measured, type Quantity } from './measure.ts';
import { plotOf } from './plot.ts';
import { tableOf, type Soak } from './report.ts';
import { trendOf } from './trend.ts';

/** The command line `npm run soak`: a feed that is watched for long, and whether anything in the browser grows. */

const HELP = `Has a feed of videos checked one after the other in a headless Chromium, and measures memory, listeners,
tensors and records of the page, the engine and the service worker as time goes by.

  npm run soak [-- --minutes N] [--json] [--write-docs]

  --minutes N   for how long; 1 to 1440, 60 if not given
  --json        all that was measured, instead of the table
  --write-docs  keeps the table for docs/RELIABILITY.md (npm run reliability) and draws docs/pictures/soak.svg

Ends with status 0 if nothing grows, 1 if something does, 2 if it could not be measured, 64 if it was called wrongly.`;

const CLIPS = [
  'one-face.webm',
  'one-face-right.webm',
  'two-faces.webm',
  'one-face.mp4',
  'two-faces-blinds.webm',
];
/** A video is left after so long, with its verdict or without. */
const LONGEST_MS = 40_000;
/** Videos between two new loads of the page, as with people who read on and go elsewhere. */
const VIDEOS_A_PAGE = 20;
const SAMPLES_A_MINUTE = 2;

/** Shows one clip after the other in two players until the time is over. @returns the videos that came to their verdict. */
async function watch(
  page: Page,
  office: Page,
  origin: string,
  until: number,
  sampled: () => Promise<void>,
): Promise<number> {
  let [shown, checked] = [0, 0];
  let nextSample = 0;
  const tabOf = async () =>
    office.evaluate(
      async (start) => (await chrome.tabs.query({})).find(({ url }) => url?.startsWith(start))?.id ?? 0,
      `${origin}/`,
    );
  while (Date.now() < until) {
    if (shown % VIDEOS_A_PAGE === 0) {
      await page.goto(`${origin}/still.html`);
      await page.evaluate(
        "document.body.innerHTML = '<video muted loop playsinline width=480 height=270></video>'.repeat(2)",
      );
    }
    const clips = [shown, shown + 1].map((at) => `/clips/${CLIPS[at % CLIPS.length]}?${at}`);
    shown += 2;
    await page.evaluate(
      (sources) =>
        document.querySelectorAll('video').forEach((video, at) => {
          video.src = sources[at] ?? '';
          void video.play();
        }),
      clips,
    );
    const tabId = await tabOf();
    const end = Date.now() + LONGEST_MS;
    let done = 0;
    while (done < 2 && Date.now() < Math.min(end, until)) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      const { videos } = await tell(office, 'background.tab', { tabId });
      done = videos.filter(({ phase }) => phase === 'done').length;
    }
    checked += Math.min(2, done);
    if (Date.now() >= nextSample) {
      nextSample = Date.now() + 60_000 / SAMPLES_A_MINUTE;
      await sampled();
    }
  }
  return checked;
}

async function soak(minutes: number): Promise<Soak> {
  const clips: Clips = await prepareClips();
  const server: TestServer = await serveFolders({
    '/': path.join(root, 'test/pages'),
    '/clips/': clips.folder,
  });
  let browser: ExtensionBrowser | null = null;
  try {
    browser = await launch({ dist: await ensureBuild('e2e') });
    const office = await browser.page('licenses.txt');
    await tell(office, 'background.setSite', { origin: server.origin, check: true });
    const page = await browser.context.newPage();
    const samples: { minutes: number; measured: Measured }[] = [];
    const begun = Date.now();
    const running = browser;
    const checked = await watch(page, office, server.origin, begun + minutes * 60_000, async () => {
      const measured = await measure(running, page);
      samples.push({ minutes: (Date.now() - begun) / 60_000, measured });
      console.error(`${samples.at(-1)?.minutes.toFixed(1)} min: ${JSON.stringify(measured)}`);
    });
    const names = Object.keys(QUANTITIES) as Quantity[];
    return {
      minutes,
      checked,
      samples,
      trends: Object.fromEntries(
        names.map((name) => [
          name,
          trendOf(samples.map(({ minutes: at, measured }) => ({ minutes: at, value: measured[name] }))),
        ]),
      ) as Soak['trends'],
    };
  } finally {
    await browser?.close();
    await server.close();
  }
}

await runProgram(HELP, 'The same command begins anew.', async () => {
  const { values } = readOptions({
    args: process.argv.slice(2),
    options: {
      minutes: { type: 'string', default: '60' },
      json: { type: 'boolean', default: false },
      'write-docs': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const found = await soak(wholeNumber('--minutes', values.minutes, 1440));
  console.log(values.json ? JSON.stringify(found) : textOf(tableOf(found)));
  if (values['write-docs']) {
    await writeFigures('soak', found);
    await writeFile(path.join(root, 'docs/pictures/soak.svg'), plotOf(found));
  }
  return Object.values(found.trends).every(({ flat }) => flat) ? 0 : 1;
});
