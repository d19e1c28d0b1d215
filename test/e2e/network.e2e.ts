import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkOnPage } from '../../tools/check/drive.ts';
import { prepareClips } from '../../tools/clips.ts';
import { isFinal, waitForBadges } from '../support/badge.ts';
import { readNetLog } from '../support/net-log.ts';
import { Stage } from '../support/stage.ts';

/** "Nothing leaves the machine", read from the browser's own record of every request of all its processes. */
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-net-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the extension requests nothing but its own files and the media of a check', async () => {
  const log = path.join(folder, 'net.json');
  const stage = new Stage({ args: [`--log-net-log=${log}`] });
  await stage.up();
  try {
    const extension = stage.browser.url('').replace(/\/$/, '');
    await stage.setSite(true);
    // A direct video, one that the extension has to open itself, its three pages and a file.
    const direct = await stage.open('video.html', { src: '/clips/one-face.webm' });
    const elsewhere = await stage.open('video.html', { src: stage.clip('one-face.mp4', 'foreign') });
    await waitForBadges(direct, 'the verdict on the direct video', isFinal);
    await waitForBadges(elsewhere, 'the verdict on the video of another host', isFinal);
    const clips = await prepareClips();
    for (const file of ['src/popup/index.html', 'src/options/index.html']) await stage.browser.page(file);
    const checker = await stage.browser.page('src/checker/index.html?frames=4');
    await checkOnPage(checker, [clips.file('two-faces.webm')], 4, () => undefined);
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
