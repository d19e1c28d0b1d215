import 'fake-indexeddb/auto';
import 'opfs-mock';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { browser, resetBrowser, state } from '../fake-browser.ts';

vi.mock('webextension-polyfill', () => ({ default: Reflect.get(globalThis, 'chrome') as unknown }));
vi.mock('../../../src/content/main.ts?iife', () => ({ default: '/content.js' }));

const ORIGIN = 'https://video.example';
const PATTERN = 'https://video.example/*';
const OTHER = 'https://other.example';
const PAGE = { id: 'fakefilter', url: 'chrome-extension://fakefilter/src/popup/index.html' };

async function ask(name: string, request: unknown): Promise<unknown> {
  const answers = browser.runtime.onMessage.emit({ fakefilter: 1, name, request }, PAGE);
  const reply = (await answers[0]) as { value: unknown };
  return reply.value;
}

const setSite = (check: boolean) => ask('background.setSite', { origin: ORIGIN, check });
const setAdaptation = (adapt: boolean) => ask('background.setAdaptation', { origin: ORIGIN, adapt });
const tab = () => ask('background.tab', { tabId: 1 });
const adapting = async () =>
  ((await ask('background.engineSettings', {})) as { adapt: readonly string[] }).adapt;
/** What the engine was told of the sites it may learn from, in order. */
const told = () =>
  browser.runtime.sendMessage.mock.calls.map(
    ([message]) => (message as { request: { adapt: readonly string[] } }).request.adapt,
  );

beforeAll(async () => {
  resetBrowser();
  await import('../../../src/background/worker.ts');
});

beforeEach(() => {
  resetBrowser();
  browser.runtime.sendMessage.mockClear();
  state.tabs = [{ id: 1, url: `${ORIGIN}/watch`, active: true, windowId: 1 }];
});

describe('the switch "adapt to this site"', () => {
  it('stays off for a site that is not checked', async () => {
    state.granted.add(PATTERN);
    expect(await setAdaptation(true)).toEqual({ adapt: false });
    expect(await tab()).toMatchObject({ check: false, adapt: false });
    await setSite(true);
    expect(await tab()).toMatchObject({ check: true, adapt: false });
  });

  it('stays off for a site without access, even if its record says that it is checked', async () => {
    await browser.storage.local.set({ [`site:${ORIGIN}`]: { check: true, adapt: false } });
    expect(await setAdaptation(true)).toEqual({ adapt: false });
    expect(await adapting()).toEqual([]);
  });

  it('reaches the popup and the settings of the engine where the site is checked', async () => {
    state.granted.add(PATTERN);
    await setSite(true);
    expect(await setAdaptation(true)).toEqual({ adapt: true });
    expect(await tab()).toMatchObject({ check: true, adapt: true, private: false });
    expect(await adapting()).toEqual([ORIGIN]);
    expect(await setAdaptation(false)).toEqual({ adapt: false });
    expect(await adapting()).toEqual([]);
  });

  it('goes off with the check, and does not come back with it', async () => {
    state.granted.add(PATTERN);
    await setSite(true);
    await setAdaptation(true);
    await setSite(false);
    expect(await adapting()).toEqual([]);
    await setSite(true);
    expect(await tab()).toMatchObject({ check: true, adapt: false });
    expect(await adapting()).toEqual([]);
  });

  it('goes off when the permission is taken away, and counts for nothing before that is noticed', async () => {
    state.granted.add(PATTERN);
    await setSite(true);
    await setAdaptation(true);
    state.granted.clear();
    expect(await adapting()).toEqual([]);
    expect(await tab()).toMatchObject({ access: 'none', check: false, adapt: false });
    browser.permissions.onRemoved.emit({ origins: [PATTERN] });
    await vi.waitFor(async () => {
      expect((await browser.storage.local.get(`site:${ORIGIN}`))[`site:${ORIGIN}`]).toEqual({
        check: false,
        adapt: false,
      });
    });
    state.granted.add(PATTERN);
    expect(await adapting()).toEqual([]);
  });

  it('tells the popup of a private window', async () => {
    state.tabs = [{ id: 1, url: `${ORIGIN}/watch`, active: true, windowId: 1, incognito: true }];
    expect(await tab()).toMatchObject({ private: true });
    state.tabs = [{ id: 1, url: 'chrome://settings/', active: true, windowId: 1, incognito: true }];
    expect(await tab()).toMatchObject({ access: 'unsupported', adapt: false, private: true });
  });
});

describe('a running engine', () => {
  beforeEach(() => {
    state.offscreenPages = 1;
    browser.runtime.sendMessage.mockResolvedValue({ ok: true, value: {} });
  });

  it('is told when a switch is turned, and when a site is forgotten', async () => {
    state.granted.add(PATTERN);
    state.granted.add(`${OTHER}/*`);
    await browser.storage.local.set({ [`site:${OTHER}`]: { check: true, adapt: true } });
    await setSite(true);
    await setAdaptation(true);
    await vi.waitFor(() => {
      expect(told().at(-1)).toEqual([OTHER, ORIGIN]);
    });
    await browser.storage.local.remove(`site:${OTHER}`);
    await vi.waitFor(() => {
      expect(told().at(-1)).toEqual([ORIGIN]);
    });
  });

  it('keeps its sites when another setting is changed', async () => {
    state.granted.add(PATTERN);
    await setSite(true);
    await setAdaptation(true);
    await browser.storage.local.set({ settings: { version: 1, backend: 'webgl' } });
    await vi.waitFor(() => {
      expect(browser.runtime.sendMessage).toHaveBeenLastCalledWith({
        fakefilter: 1,
        name: 'engine.configure',
        request: { backend: 'webgl', history: false, adapt: [ORIGIN] },
      });
    });
  });

  it('is told last what was written last, however fast the switch is turned', async () => {
    state.granted.add(PATTERN);
    await setSite(true);
    await Promise.all([setAdaptation(true), setAdaptation(false), setAdaptation(true), setAdaptation(false)]);
    await vi.waitFor(() => {
      expect(told().length).toBeGreaterThanOrEqual(2);
      expect(told().at(-1)).toEqual([]);
    });
  });
});
