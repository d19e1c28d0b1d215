import type { Kept } from '../../src/contracts/kept.ts';
import type { Stage } from './stage.ts';

export type Stored = Record<Kept | 'elsewhere', string[]>;

/** The names of all that the extension has written down, `elsewhere` being where it writes nothing. */
export async function storedIn(stage: Stage): Promise<Stored> {
  const page = await stage.browser.page('licenses.txt');
  try {
    return await page.evaluate<Stored>(`(async () => ({
      local: Object.keys(await chrome.storage.local.get(null)),
      session: Object.keys(await chrome.storage.session.get(null)),
      databases: (await indexedDB.databases()).map(({ name }) => name),
      folders: await Array.fromAsync((await navigator.storage.getDirectory()).keys()),
      elsewhere: [...Object.keys(await chrome.storage.sync?.get(null) ?? {}), ...await caches.keys(), ...Object.keys(localStorage), ...document.cookie.split(';').filter(Boolean)],
    }))()`);
  } finally {
    await page.close();
  }
}
