import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareClips } from '../../tools/clips/clips.ts';
import { writeSettings } from '../../tools/lib/browser/settings.ts';
import { poll } from '../../tools/lib/poll.ts';
import { isFinal, waitForBadges } from '../support/badge.ts';
import { useProfile } from '../support/profile.ts';
import { Stage } from '../support/stage.ts';

/** What a reader of the disk finds of what was kept, before and after it was deleted. */

const profile = useProfile();
const stage = new Stage({ profile });
beforeAll(() => stage.up());
afterAll(() => stage.down());

/** Which files of the profile hold these bytes. */
async function holding(bytes: Buffer | string): Promise<string[]> {
  const entries = await readdir(profile, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile() && (await readFile(file)).includes(bytes)) found.push(file);
  }
  return found;
}

function checkAgain(checker: Page, file: string): Promise<void> {
  return checker.locator('input[type=file]').first().setInputFiles(file);
}

/** Begins to write a file into the folder of the keys. */
const WRITE = `(async () => {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle('fakefilter-adaptation-keys', { create: true });
  const stream = await (await folder.getFileHandle('slow', { create: true })).createWritable();
  await stream.write(new Uint8Array(32));
  globalThis.finish = () => stream.close();
})()`;

/** A database and a key as the store makes them, with the key of a site. @returns the key's bytes. */
const FILL = `(async () => {
  const db = await new Promise((resolve, reject) => {
    const opening = indexedDB.open('fakefilter-adaptation', 2);
    opening.onupgradeneeded = () => {
      const { result } = opening;
      result.createObjectStore('samples', { keyPath: 'id' }).createIndex('origin', 'origin');
      result.createObjectStore('sealed', { keyPath: 'id' });
      result.createObjectStore('versions', { keyPath: ['origin', 'number'] }).createIndex('origin', 'origin');
      result.createObjectStore('weights', { keyPath: ['origin', 'number'] });
      result.createObjectStore('sites', { keyPath: 'origin' });
      result.createObjectStore('rounds', { keyPath: 'key', autoIncrement: true }).createIndex('origin', 'origin');
      result.createObjectStore('keys', { keyPath: 'id' });
      result.createObjectStore('checkpoints', { keyPath: 'origin' });
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const key = crypto.getRandomValues(new Uint8Array(32));
  const name = crypto.randomUUID();
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle('fakefilter-adaptation-keys', { create: true });
  const stream = await (await folder.getFileHandle(name, { create: true })).createWritable();
  await stream.write(key);
  await stream.close();
  const transaction = db.transaction(['keys', 'sites'], 'readwrite');
  transaction.objectStore('keys').put({ id: 'https://example.com', name });
  transaction.objectStore('sites').put({ origin: 'https://example.com', active: 0 });
  await new Promise((resolve) => { transaction.oncomplete = resolve; });
  db.close();
  return Array.from(key);
})()`;

test('a result of a file and a record of the history are in none of the profile’s files once they are removed', async () => {
  const mark = randomUUID();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-deleted-'));
  try {
    const clips = await prepareClips();
    const file = path.join(folder, `${mark}.webm`);
    await copyFile(clips.file('no-face.webm'), file);
    const checker = await stage.browser.page('src/pages/check-files/index.html?frames=4');
    await checkAgain(checker, file);
    // As the records have it: the browser itself remembers names and addresses, too.
    const result = `"name":"${mark}.webm"`;
    await poll('the result on the disk', async () => (await holding(result)).length > 0);
    await checker.getByRole('button', { name: `Remove ${mark}.webm` }).click();
    await poll('the result to be gone', async () => (await holding(result)).length === 0);

    await stage.setSite(true);
    await writeSettings(stage.browser, { history: true });
    const page = await stage.open('video.html', { src: '/clips/one-face.webm', mark });
    await waitForBadges(page, 'the verdict', isFinal);
    const record = `"page":${JSON.stringify(page.url())}`;
    await poll('the record on the disk', async () => (await holding(record)).length > 0);
    const history = await stage.browser.page('src/pages/history/index.html');
    await history.getByRole('button', { name: 'Delete', exact: true }).click();
    await history.getByText('The record was deleted.').waitFor();
    expect(await holding(record)).toEqual([]);

    await checkAgain(checker, file);
    await poll('the result on the disk', async () => (await holding(result)).length > 0);
    const next = await stage.open('video.html', { src: '/clips/one-face.webm', mark, again: '1' });
    await waitForBadges(next, 'the verdict', isFinal);
    const other = `"page":${JSON.stringify(next.url())}`;
    await poll('the record on the disk', async () => (await holding(other)).length > 0);
    await history.reload();
    await history.getByRole('button', { name: 'Delete the whole history' }).click();
    await history.getByRole('button', { name: 'Delete', exact: true }).last().click();
    await history.getByText('The history was deleted.').waitFor();
    expect(await holding(other)).toEqual([]);
    const options = await stage.browser.page('src/pages/options/index.html');
    await options.getByRole('button', { name: 'Forget all verdicts' }).click();
    await poll('the result to be gone', async () => (await holding(result)).length === 0);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('everything is deleted though another page writes a key meanwhile', async () => {
  const page = await stage.browser.page('src/pages/learned/index.html');
  await page.evaluate(FILL);
  await page.reload();
  const other = await stage.browser.page('src/pages/history/index.html');
  await page.getByRole('button', { name: 'Delete for all sites' }).click();
  await other.evaluate(WRITE);
  await page.getByRole('button', { name: 'Delete everything' }).click();
  await other.evaluate('new Promise((resolve) => setTimeout(resolve, 2000)).then(finish)');
  await page.getByText('was deleted, for all sites').waitFor({ timeout: 60_000 });
  const left = await page.evaluate<string[]>(`(async () => {
    const names = [];
    for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name);
    return names;
  })()`);
  expect(left).not.toContain('fakefilter-adaptation-keys');
});

test('after everything was deleted the key is in none of the profile’s files', async () => {
  const page = await stage.browser.page('src/pages/learned/index.html');
  const key = Buffer.from(await page.evaluate<number[]>(FILL));
  // Else the search would prove nothing.
  await poll('the key on the disk', async () => (await holding(key)).length > 0);
  await page.reload();
  await page.getByRole('button', { name: 'Delete for all sites' }).click();
  await page.getByRole('button', { name: 'Delete everything' }).click();
  await page.getByText('was deleted, for all sites').waitFor({ timeout: 60_000 });
  expect(await holding(key)).toEqual([]);
  await stage.closeBrowser();
  expect(await holding(key)).toEqual([]);
});
