import 'fake-indexeddb/auto';
import 'opfs-mock';
import { beforeEach, expect, it, vi } from 'vitest';
import { browser, resetBrowser } from '../../fake-browser.ts';

vi.mock('webextension-polyfill', () => ({ default: Reflect.get(globalThis, 'chrome') as unknown }));
const { forgetRow } = await import('../../../../src/pages/options/forget-row.ts');

const ORIGIN = 'https://a.example';
const ROW = { name: 'a.example', origin: ORIGIN, pattern: `${ORIGIN}/*`, check: true, adapt: true };
const removed = vi.fn(() => Promise.resolve(true));
let said: unknown[];
let engineFails: boolean;

beforeEach(async () => {
  resetBrowser();
  removed.mockClear();
  Reflect.set(browser.permissions, 'remove', removed);
  said = [];
  engineFails = false;
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  browser.runtime.sendMessage.mockImplementation((message) => {
    const { name, request } = message as { name: string; request: unknown };
    said.push([name, request]);
    if (name === 'engine.forgetAdaptation' && engineFails) {
      return Promise.resolve({ ok: false, notice: { code: 'storageFull' }, error: 'the disk is full' });
    }
    return Promise.resolve({ ok: true, value: name === 'background.setSite' ? { check: false } : {} });
  });
  await browser.storage.local.set({ [`site:${ORIGIN}`]: { check: true, adapt: true } });
});

it('switches off before it deletes, then gives the permission back and forgets the site', async () => {
  expect(await forgetRow(ROW)).toBe('a.example was forgotten.');
  expect(said).toEqual([
    ['background.setSite', { origin: ORIGIN, check: false }],
    ['engine.forgetAdaptation', { origin: ORIGIN }],
  ]);
  expect(removed).toHaveBeenCalledWith({ origins: [`${ORIGIN}/*`] });
  expect(await browser.storage.local.get(null)).toEqual({});
});

it('forgets the rest where the engine cannot delete, and says what is left', async () => {
  engineFails = true;
  expect(await forgetRow(ROW)).toMatch(/could not be deleted: There is no room left/);
  expect(removed).toHaveBeenCalledTimes(1);
  expect(await browser.storage.local.get(null)).toEqual({});
});

it('of a host that was merely allowed gives back the permission and asks nobody', async () => {
  await forgetRow({ ...ROW, origin: null, check: false, adapt: false });
  expect(said).toEqual([]);
  expect(removed).toHaveBeenCalledTimes(1);
});
