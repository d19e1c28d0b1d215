import browser from 'webextension-polyfill';
import { AdaptationStore } from '../adaptation/store.ts';
import { serialise } from '../settings/serialise.ts';

/** While the browser is used, nothing that was gathered outlives its time by more than this, in ms. */
const EVERY_MS = 3_600_000;
const KEY = 'expired-at';

/**
 * Deletes what was gathered to learn from and has had its time, once an hour. Here and not in the engine: that may not start for
 * weeks, or may be unable to learn, and no site need be learned from any more.
 */
export function expireLearned(now: number = Date.now()): Promise<void> {
  return serialise(KEY, async () => {
    const last = (await browser.storage.session.get(KEY))[KEY];
    if (typeof last === 'number' && last <= now && now - last < EVERY_MS) return;
    await browser.storage.session.set({ [KEY]: now });
    // Who never learned gets no database.
    if (!(await AdaptationStore.exists())) return;
    const store = await AdaptationStore.open();
    try {
      await store.expire(null);
    } finally {
      store.close();
    }
  });
}
