import 'fake-indexeddb/auto';
import 'opfs-mock';
import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AdaptationStore } from '../../../src/adaptation/store/store.ts';
import { sample } from '../adaptation/samples.ts';
import { resetBrowser } from '../fake-browser.ts';

vi.mock('webextension-polyfill', () => ({ default: Reflect.get(globalThis, 'chrome') as unknown }));
const { expireLearned } = await import('../../../src/background/expiry.ts');

const HOUR_MS = 3_600_000;
const SITE = 'https://example.com';

beforeEach(resetBrowser);
afterEach(() => deleteDB('fakefilter-adaptation'));

async function faces(): Promise<number> {
  const store = await AdaptationStore.open();
  const [site] = await store.usage();
  store.close();
  return site?.faces ?? 0;
}

it('deletes faces of sites that are no longer learned from once their time is over, within the hour', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2025, 0, 1) });
  try {
    const store = await AdaptationStore.open();
    await store.addSamples(SITE, 'network 1', [sample({ takenAt: Date.now() })]);
    store.close();
    const deleted = vi.spyOn(AdaptationStore.prototype, 'expire');
    vi.setSystemTime(Date.now() + 30 * 24 * HOUR_MS);
    await expireLearned();
    expect(await faces()).toBe(1);
    vi.setSystemTime(Date.now() + HOUR_MS / 2);
    await expireLearned();
    expect(deleted).toHaveBeenCalledTimes(1);
    vi.setSystemTime(Date.now() + HOUR_MS / 2);
    await expireLearned();
    expect(await deleted.mock.results[1]?.value).toBe(1);
    expect(await faces()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

it('makes no database where nothing was ever learned', async () => {
  await expireLearned();
  expect(await indexedDB.databases()).toEqual([]);
});

it.each([
  ['of a newer version', 99, 'future'],
  ['that lacks its parts', 1, 'something-else'],
])('a database %s is deleted when all in it must be too old, not before', async (_, version, part) => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2025, 0, 1) });
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  try {
    const db = await openDB('fakefilter-adaptation', version, {
      upgrade: (made) => void made.createObjectStore(part),
    });
    db.close();
    await expect(expireLearned()).rejects.toThrow(/database(Newer|Damaged)/);
    vi.setSystemTime(Date.now() + 29 * 24 * HOUR_MS);
    await expect(expireLearned()).rejects.toThrow(/database(Newer|Damaged)/);
    expect(await AdaptationStore.exists()).toBe(true);
    vi.setSystemTime(Date.now() + 2 * 24 * HOUR_MS);
    await expireLearned();
    expect(await AdaptationStore.exists()).toBe(false);
  } finally {
    vi.useRealTimers();
    vi.restoreAllMocks();
  }
});
