import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isKept, KEPT, type Kept } from '../../src/contracts/kept.ts';
import { poll } from '../../tools/lib/poll.ts';
import { writeSettings } from '../../tools/lib/browser/settings.ts';
import { tell } from '../../tools/lib/browser/tell.ts';
import { checkOnPage } from '../../tools/check/drive.ts';
import { prepareClips } from '../../tools/clips/clips.ts';
import { isFinal, waitForBadges } from '../support/badge.ts';
import { withCredentials } from '../support/credentials/sign.ts';
import { readNetLog } from '../support/net-log.ts';
import { Stage } from '../support/stage.ts';
import { storedIn, type Stored } from '../support/stored.ts';

/**
 * "Nothing leaves the machine", read from the browser's own record of every request of all its processes, and "nothing else is kept", read from
 * all places where an extension can write.
 */
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-net-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Names that only appear when something went wrong, or while a question of the browser is open. */
const SELDOM: readonly string[] = [KEPT.local.unreadableSince, KEPT.session.asked, KEPT.session.pendingGrant];

function expectListed(stored: Stored): void {
  expect(stored.elsewhere).toEqual([]);
  for (const where of Object.keys(KEPT) as Kept[]) {
    expect(stored[where].filter((name) => !isKept(where, name))).toEqual([]);
    // What is listed is there, else its row in PRIVACY.md would be read off nothing.
    const missing = Object.values<string>(KEPT[where]).filter(
      (name) => !SELDOM.includes(name) && !stored[where].some((one) => one.startsWith(name)),
    );
    expect(missing).toEqual([]);
  }
}

test('with history and learning on the extension requests its own files and the media of a check alone, and keeps what is listed', async () => {
  const log = path.join(folder, 'net.json');
  const stage = new Stage({ args: [`--log-net-log=${log}`] });
  await stage.up();
  try {
    const extension = stage.browser.url('').replace(/\/$/, '');
    await stage.setSite(true);
    await writeSettings(stage.browser, { history: true });
    const office = await stage.browser.page('licenses.txt');
    const { origin } = stage.server;
    await tell(office, 'background.setAdaptation', { origin, adapt: true });
    // A direct video, one that the extension has to open itself, its pages and two files.
    const direct = await stage.open('video.html', { src: '/clips/one-face.webm' });
    const elsewhere = await stage.open('video.html', { src: stage.clip('one-face.mp4', 'foreign') });
    await waitForBadges(direct, 'the verdict on the direct video', isFinal);
    await waitForBadges(elsewhere, 'the verdict on the video of another host', isFinal);
    const clips = await prepareClips();
    for (const file of ['popup', 'pages/options', 'pages/history', 'pages/learned', 'pages/welcome'])
      await stage.browser.page(`src/${file}/index.html`);
    const checker = await stage.browser.page('src/pages/check-files/index.html?frames=4');
    const signed = path.join(folder, 'signed.mp4');
    const plain = new Uint8Array(await readFile(clips.file('no-face.mp4')));
    await writeFile(
      signed,
      await withCredentials(plain, 'video/mp4', 'digitalCapture', `${origin}/elsewhere.c2pa`),
    );
    await checkOnPage(checker, [clips.file('two-faces.webm'), signed], 4, () => undefined);
    await poll(
      'the faces to be kept once their video is done',
      async () => (await tell(office, 'engine.adaptation', { origin })).gathered.faces > 0,
      { limitMs: 60_000 },
    );
    expectListed(await storedIn(stage));
    const { foreign } = stage.server;

    await stage.closeBrowser();
    const requests = await readNetLog(log);
    const ours = requests.filter(({ initiator }) => initiator === extension);
    // It did open the video of the other host itself: were it not in the record, the rest would prove nothing.
    expect(ours.map(({ url }) => url)).toContain(`${foreign}/clips/one-face.mp4`);
    const own = ours.filter(({ url }) => !url.startsWith('blob:') && !url.startsWith(`${extension}/`));
    expect([...new Set(own.map(({ url }) => url))]).toEqual([`${foreign}/clips/one-face.mp4`]);

    const beyond = requests.filter(({ url, initiator }) => {
      if (!/^(https?|wss?):/.test(url)) return false;
      const { hostname } = new URL(url);
      return initiator !== '' && hostname !== '127.0.0.1' && hostname !== 'localhost';
    });
    expect(beyond).toEqual([]);
  } finally {
    await stage.down();
  }
}, 150_000);
