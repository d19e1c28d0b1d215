import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PageSettings } from '../../../src/messages/schemas.ts';
import { DEFAULT_SETTINGS } from '../../../src/settings/schema.ts';
import { browser, resetBrowser } from '../fake-browser.ts';
import { TrustedTarget } from './trusted.ts';

vi.mock('webextension-polyfill', () => ({ default: Reflect.get(globalThis, 'chrome') as unknown }));
const { followPageSettings } = await import('../../../src/content/page-settings');

let page: EventTarget;
let life: AbortController;
const setAutomatic = vi.fn<(on: boolean) => void>();
const obeying: { settings: PageSettings; setAutomatic: typeof setAutomatic } = {
  settings: DEFAULT_SETTINGS,
  setAutomatic,
};

const siteIsChecked = (check: boolean): void =>
  void browser.runtime.sendMessage.mockResolvedValue({
    ok: true,
    value: {
      check,
      settings: {
        corner: 'top-start',
        screenCapture: false,
        badges: 'all',
        badgeSize: 'medium',
        energy: 'full',
      },
    },
  });

async function shown(persisted: boolean): Promise<void> {
  page.dispatchEvent(Object.assign(new Event('pageshow'), { persisted }));
  await new Promise((resolve) => setTimeout(resolve));
}

beforeEach(() => {
  resetBrowser();
  page = new TrustedTarget();
  vi.stubGlobal('window', page);
  life = new AbortController();
  setAutomatic.mockClear();
  obeying.settings = DEFAULT_SETTINGS;
  siteIsChecked(true);
  followPageSettings(
    { signal: life.signal, alive: () => !life.signal.aborted, end: () => life.abort() },
    obeying,
  );
});
afterEach(() => {
  life.abort();
  vi.unstubAllGlobals();
});

test('a page back from the cache of the browser learns that its site was switched off', async () => {
  siteIsChecked(false);
  await shown(true);
  expect(setAutomatic).toHaveBeenCalledExactlyOnceWith(false);
});

test('a page that is shown for the first time is not asked about twice', async () => {
  await shown(false);
  expect(setAutomatic).not.toHaveBeenCalled();
});

test('a script whose extension is gone asks nothing', async () => {
  browser.runtime.sendMessage.mockClear();
  life.abort();
  await shown(true);
  expect(browser.runtime.sendMessage).not.toHaveBeenCalled();
});

test('a page back from the cache obeys settings that were changed meanwhile', async () => {
  await shown(true);
  expect(obeying.settings.screenCapture).toBe(false);
});
