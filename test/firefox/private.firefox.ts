import { afterAll, beforeAll, expect, it } from 'vitest';
import { isKept, KEPT, type Kept } from '../../src/contracts/kept.ts';
import { DEFAULT_SETTINGS, SETTINGS_VERSION } from '../../src/settings/schema.ts';
import type { ClipName } from '../../tools/clips/clips.ts';
import { poll } from '../../tools/lib/poll.ts';
import { raiseFirefox, type FirefoxStage } from '../support/firefox-stage.ts';

/** What a private window of Firefox leaves: nothing, with everything on that could write something down. */

let stage: FirefoxStage;
beforeAll(async () => {
  stage = await raiseFirefox();
});
afterAll(() => stage.down());

/** Each names a page, and occurs nowhere else. */
const OPENLY = 'seen-openly-51d0c2e8';
const PRIVATELY = 'seen-privately-7f3a9c51';

/** All that the extension has written down, each with what is in it, and the names of what lies where it writes nothing. */
type Stored = Record<Kept, Record<string, unknown>> & { elsewhere: string[] };

function stored(): Promise<Stored> {
  return stage.office.run<Stored>(`(async () => {
    const answer = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const databases = {};
    for (const { name } of await indexedDB.databases()) {
      const database = await answer(indexedDB.open(name));
      databases[name] = {};
      for (const store of database.objectStoreNames)
        databases[name][store] = await answer(database.transaction(store).objectStore(store).getAll());
      database.close();
    }
    const folders = {};
    for (const [name, folder] of await Array.fromAsync((await navigator.storage.getDirectory()).entries())) {
      const files = await Array.fromAsync(folder.values());
      folders[name] = await Promise.all(files.map(async (file) => (await file.getFile()).text()));
    }
    return {
      local: await browser.storage.local.get(null),
      session: await browser.storage.session.get(null),
      databases,
      folders,
      elsewhere: [...Object.keys(localStorage), ...await caches.keys()],
    };
  })()`);
}

const records = ({ folders }: Stored) =>
  ((folders[KEPT.folders.history] ?? []) as string[]).flatMap(
    (text) => JSON.parse(text) as { page: string }[],
  );

/**
 * Opens a clip in a window of its own, and waits for its verdict. By the extension's means: a window that WebDriver opens is private where the
 * newest one is.
 */
async function check(clip: ClipName, mark: string, incognito: boolean) {
  const url = `${stage.server.origin}/video.html?src=/clips/${clip}&${mark}`;
  const window = await stage.office.run<{ id: number; tabId: number }>(
    `browser.windows.create(${JSON.stringify({ url, incognito })}).then(({ id, tabs }) => ({ id, tabId: tabs[0].id }))`,
  );
  const report = await poll(
    `the verdict on ${clip}`,
    async () => {
      const told = await stage.tell('background.tab', { tabId: window.tabId });
      return told.videos[0]?.phase === 'done' && told;
    },
    { limitMs: 60_000, everyMs: 300 },
  );
  expect(report.private).toBe(incognito);
  expect(report.videos[0]?.state?.framesJudged).toBeGreaterThan(3);
  return window;
}

const close = ({ id }: { id: number }) => stage.office.run(`browser.windows.remove(${id})`);

it('a video checked in a private window leaves nothing: no record, no sample, no verdict', async () => {
  const { office, server } = stage;
  const { origin } = server;
  await stage.tell('background.setSite', { origin, check: true });
  expect((await stage.tell('background.setAdaptation', { origin, adapt: true })).adapt).toBe(true);
  const settings = JSON.stringify({ version: SETTINGS_VERSION, ...DEFAULT_SETTINGS, history: true });
  await office.run(`browser.storage.local.set({ settings: ${settings} })`);
  const gathered = async () => (await stage.tell('engine.adaptation', { origin })).gathered;
  const keptOf = (videos: number) =>
    poll(`${videos} videos to be kept`, async () => (await gathered()).videos >= videos, {
      limitMs: 60_000,
      everyMs: 500,
    });

  // Once in the open, so that everything that could be written exists.
  const before = await check('one-face-right.webm', OPENLY, false);
  await keptOf(1);
  await close(before);
  expect(JSON.stringify(await stored())).toContain(OPENLY);

  const secret = await check('one-face.webm', PRIVATELY, true);
  // Once another one is kept that was seen later, the private one would have been, too.
  const after = await check('two-faces.webm', OPENLY, false);
  await keptOf(2);
  await close(after);
  await close(secret);
  const left = await poll('its verdict to be gone', async () => {
    const now = await stored();
    return !Object.keys(now.session).some((name) => name.includes(`:${secret.tabId}:`)) && now;
  });
  expect(JSON.stringify(left)).not.toContain(PRIVATELY);
  expect((await gathered()).videos).toBe(2);
  expect(records(left)).toHaveLength(2);
  for (const where of Object.keys(KEPT) as Kept[])
    expect(Object.keys(left[where]).filter((name) => !isKept(where, name))).toEqual([]);
  expect(left.elsewhere).toEqual([]);
}, 240_000);
