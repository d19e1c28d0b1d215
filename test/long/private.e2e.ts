import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KEPT } from '../../src/contracts/kept.ts';
import { poll } from '../../tools/lib/poll.ts';
import { writeSettings } from '../../tools/lib/browser/settings.ts';
import { tabReport, tell } from '../../tools/lib/browser/tell.ts';
import { textsIn } from '../support/private-files.ts';
import { useProfile } from '../support/profile.ts';
import { Stage } from '../support/stage.ts';
import { storedIn } from '../support/stored.ts';

/** What a private window leaves: nothing, with everything on that could write something down. */

const profile = useProfile();
const stage = new Stage({ profile });
beforeAll(() => stage.up());
afterAll(() => stage.down());

/** Names the page, and occurs nowhere else. */
const MARK = 'seen-in-private-7f3a9c51';

/** As the user does on the extension's page in the browser. */
async function allowInPrivateWindows(): Promise<void> {
  const page = await stage.browser.context.newPage();
  await page.goto('chrome://extensions');
  // The browser loads the extension anew then, which it does with unpacked ones in the developer mode only.
  await page.evaluate('chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true })');
  await page.evaluate(
    `chrome.developerPrivate.updateExtensionConfiguration({ extensionId: '${stage.browser.extensionId}', incognitoAccess: true })`,
  );
  await poll('the extension to be back', async () => {
    await page.goto(stage.browser.url('licenses.txt'));
    return page.evaluate<boolean>('chrome.extension.isAllowedIncognitoAccess()');
  });
  await page.close();
}

async function filesHolding(text: string): Promise<string[]> {
  const found: string[] = [];
  // Both ways in which browsers write texts down.
  const wanted = [Buffer.from(text, 'latin1'), Buffer.from(text, 'utf16le')];
  for (const entry of await readdir(profile, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const bytes = await readFile(file);
    if (wanted.some((one) => bytes.includes(one))) found.push(path.relative(profile, file));
  }
  return found;
}

test('a video checked in a private window leaves nothing: no record, no sample, no verdict, nothing in any file', async () => {
  await allowInPrivateWindows();
  await stage.setSite(true);
  await writeSettings(stage.browser, { history: true });
  const { origin } = stage.server;
  // The engine and the worker begin anew after the extension was loaded anew for private windows.
  const office = await stage.browser.page('licenses.txt');
  await tell(office, 'background.setAdaptation', { origin, adapt: true });
  // Once in the open, so that everything that could be written exists.
  const before = await stage.open('video.html', { src: '/clips/one-face-right.webm' });
  const gathered = async () => (await tell(office, 'engine.adaptation', { origin })).gathered;
  await poll('a first video to be kept', async () => (await gathered()).faces > 0, { limitMs: 120_000 });
  await before.close();
  const learned = await gathered();
  const history = async () => {
    const texts = await office.evaluate<string[]>(textsIn(KEPT.folders.history));
    return texts.flatMap((text) => JSON.parse(text) as { at: number; hashes?: string[] }[]);
  };
  const records = await history();
  expect(records).toHaveLength(1);
  // By these it would be known again.
  expect(records[0]?.hashes?.length).toBeGreaterThan(2);

  const window = await office.evaluate<{ id: number; tabId: number; incognito: boolean }>(
    `chrome.windows.create({ incognito: true, url: '${origin}/video.html?src=/clips/one-face.webm&${MARK}' }).then(({ id, incognito, tabs }) => ({ id, incognito, tabId: tabs[0].id }))`,
  );
  expect(window.incognito).toBe(true);
  const verdictIn = (tabId: number) =>
    poll(
      'the verdict on a private video',
      async () => {
        const [video] = (await tabReport(office, tabId)).videos;
        return video?.phase === 'done' && video.state ? video : null;
      },
      { limitMs: 120_000 },
    );
  expect((await verdictIn(window.tabId)).state?.framesJudged).toBeGreaterThan(3);
  // What the history knows from before is not looked for from there either.
  const known = await office.evaluate<number>(
    `chrome.tabs.create({ windowId: ${window.id}, url: '${origin}/video.html?src=/clips/one-face-right.webm&${MARK}' }).then(({ id }) => id)`,
  );
  const again = await verdictIn(known);
  expect(again.before).toBeUndefined();
  expect(again.state?.hashes).toBeUndefined();
  // Longer than it takes until a video that is done is kept.
  await office.waitForTimeout(12_000);
  expect((await gathered()).faces).toBe(learned.faces);
  expect(await history()).toEqual(records);
  await office.evaluate(`chrome.windows.remove(${window.id})`);
  await poll('their verdicts to be gone', async () => {
    const { session } = await storedIn(stage);
    return !session.some((name) => [window.tabId, known].some((id) => name.includes(`:${id}:`)));
  });
  await stage.closeBrowser();
  // Else the search would prove nothing.
  expect(await filesHolding('one-face-right.webm')).not.toEqual([]);
  expect(await filesHolding(MARK)).toEqual([]);
}, 400_000);
