import * as v from 'valibot';
import browser from 'webextension-polyfill';
import { LIMITS } from '../adaptation/tunables.ts';
import { AdaptationStore } from '../adaptation/store/store.ts';
import { KEPT } from '../contracts/kept.ts';
import { serialise } from '../settings/serialise.ts';

/** While the browser is used, nothing that was gathered outlives its time by more than this, in ms. */
const EVERY_MS = 3_600_000;
const KEY = KEPT.session.expiredAt;
/** Since when, ms since 1970, what was gathered could not be read. Outlives the browser. */
const UNREADABLE_KEY = KEPT.local.unreadableSince;
const Moment = v.pipe(v.number(), v.finite());

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
    if (await AdaptationStore.exists()) {
      try {
        await expireSamples();
      } catch (error) {
        await expireUnreadable(error, now);
        return;
      }
    }
    await browser.storage.local.remove(UNREADABLE_KEY);
  });
}

async function expireSamples(): Promise<void> {
  const store = await AdaptationStore.open();
  try {
    await store.expire(null);
  } finally {
    store.close();
  }
}

/**
 * What is damaged or of a newer version does not tell its age. But nothing was added to it since it could not be read: once that is as
 * long ago as a sample may live, all of it is too old.
 */
async function expireUnreadable(why: unknown, now: number): Promise<void> {
  const stored = (await browser.storage.local.get(UNREADABLE_KEY))[UNREADABLE_KEY];
  const since = v.is(Moment, stored) && stored <= now ? stored : now;
  await browser.storage.local.set({ [UNREADABLE_KEY]: since });
  if (now - since <= LIMITS.expiryMs) throw why;
  await AdaptationStore.deleteAll();
  await browser.storage.local.remove(UNREADABLE_KEY);
}
