import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { poll } from '../../tools/lib/poll.ts';
import { useProfile } from '../support/profile.ts';
import { Stage } from '../support/stage.ts';

/** What a reader of the disk finds of what was learned, before and after it was deleted. */

const profile = useProfile();
const stage = new Stage({ profile });
beforeAll(() => stage.up());
afterAll(() => stage.down());

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

/** Which files of the profile hold these bytes. */
async function holding(bytes: Buffer): Promise<string[]> {
  const found: string[] = [];
  for (const file of await filesOf(profile)) if ((await readFile(file)).includes(bytes)) found.push(file);
  return found;
}

/** An AES key of 256 bits as browsers write it down: tags, algorithm and uses, then its length and its bytes. */
const WRITTEN_KEY = /K\x01[\s\S]{1,3}\x20[\s\S]{1,2}\x20([\s\S]{32})/g;

async function keysOnDisk(): Promise<Buffer[]> {
  const keys: Buffer[] = [];
  for (const file of await filesOf(profile)) {
    if (!file.includes('indexeddb.leveldb')) continue;
    const text = (await readFile(file)).toString('latin1');
    for (const [, key] of text.matchAll(WRITTEN_KEY)) if (key) keys.push(Buffer.from(key, 'latin1'));
  }
  return keys;
}

/** A database as the store makes it, with a key and a sealed sample. */
const FILL = `(async () => {
  const db = await new Promise((resolve, reject) => {
    const opening = indexedDB.open('fakefilter-adaptation', 1);
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
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, crypto.getRandomValues(new Uint8Array(5000)));
  const transaction = db.transaction(['keys', 'sealed'], 'readwrite');
  transaction.objectStore('keys').put({ id: 'samples', key });
  transaction.objectStore('sealed').put({ id: 'one', iv, sealed });
  await new Promise((resolve) => { transaction.oncomplete = resolve; });
  db.close();
  return Array.from(new Uint8Array(sealed.slice(0, 64)));
})()`;

test('after everything was deleted neither the key nor what it opens is in the profile’s files', async () => {
  const page = await stage.browser.page('src/pages/learned/index.html');
  const sealed = Buffer.from(await page.evaluate<number[]>(FILL));
  // Else the search would prove nothing.
  const keys = await poll('the key and what it opens on the disk', async () => {
    const found = await keysOnDisk();
    return found.length > 0 && (await holding(sealed)).length > 0 && found;
  });

  await page.getByRole('button', { name: 'Delete for all sites' }).click();
  await page.getByRole('button', { name: 'Delete everything' }).click();
  await page.getByText('was deleted, for all sites').waitFor({ timeout: 60_000 });
  await page.waitForTimeout(2000);
  await stage.closeBrowser();
  for (const key of keys) expect(await holding(key)).toEqual([]);
  expect(await holding(sealed)).toEqual([]);
});
