import { beforeEach, describe, expect, it, vi } from 'vitest';
import { browser, resetBrowser, state } from '../fake-browser.ts';

vi.mock('webextension-polyfill', () => ({ default: Reflect.get(globalThis, 'chrome') as unknown }));
vi.mock('../../../src/content/main.ts?iife', () => ({ default: '/content.js' }));
const ensureEngine = vi.fn(() => Promise.resolve({ created: true }));
vi.mock('../../../src/background/engine-page.ts', () => ({ ensureEngine }));
const sites = await import('../../../src/background/sites.ts');
const { rememberFrame } = await import('../../../src/background/frames.ts');

const ORIGIN = 'http://127.0.0.1:1234';
const PATTERN = 'http://127.0.0.1/*';

beforeEach(resetBrowser);

describe('the switch of a site', () => {
  it('stays off without access, and asks for none', async () => {
    expect(await sites.setSite(ORIGIN, true)).toBe(false);
    expect(state.registered.size).toBe(0);
    expect(state.asked).toEqual([]);
  });

  it('registers the content script for the host, in all frames, beyond this session', async () => {
    state.granted.add(PATTERN);
    expect(await sites.setSite(ORIGIN, true)).toBe(true);
    expect([...state.registered.values()]).toMatchObject([
      { matches: [PATTERN], js: ['content.js'], allFrames: true, persistAcrossSessions: true },
    ]);
  });

  it('starts the detector when it is turned on, and not otherwise', async () => {
    ensureEngine.mockClear();
    await sites.setSite(ORIGIN, true);
    expect(ensureEngine).not.toHaveBeenCalled();
    state.granted.add(PATTERN);
    await sites.setSite(ORIGIN, false);
    expect(ensureEngine).not.toHaveBeenCalled();
    ensureEngine.mockRejectedValueOnce(new Error('No room'));
    expect(await sites.setSite(ORIGIN, true)).toBe(true);
    expect(ensureEngine).toHaveBeenCalledOnce();
  });

  it('reaches pages that are already open, of that site only', async () => {
    state.granted.add(PATTERN);
    state.tabs = [
      { id: 1, url: 'http://127.0.0.1/a', active: true, windowId: 1 },
      { id: 2, url: 'https://example.com/', active: false, windowId: 1 },
    ];
    await sites.setSite(ORIGIN, true);
    expect(state.injected).toEqual([{ tabId: 1, frameIds: 'all' }]);
  });

  it('turned off ends the registration and tells the frames of that site', async () => {
    state.granted.add(PATTERN);
    await sites.setSite(ORIGIN, true);
    const told: unknown[] = [];
    state.frames.set('1:0', (name, request) => told.push([name, request]) && {});
    state.frames.set('2:0', () => told.push('another site') && {});
    await rememberFrame({ tabId: 1, frameId: 0, documentId: 'd1', origin: ORIGIN });
    await rememberFrame({ tabId: 2, frameId: 0, documentId: 'd2', origin: 'https://example.com' });
    await sites.setSite(ORIGIN, false);
    expect(state.registered.size).toBe(0);
    expect(told).toEqual([['content.siteChanged', { check: false }]]);
  });

  it('turned off while a page still loads stays off, here and in the pages that are open', async () => {
    state.granted.add(PATTERN);
    state.tabs = [{ id: 2, url: 'http://127.0.0.1/slow', active: false, windowId: 1 }];
    const told: unknown[] = [];
    state.frames.set('1:0', (_, request) => told.push(request) && {});
    await rememberFrame({ tabId: 1, frameId: 0, documentId: 'd1', origin: ORIGIN });
    let loaded = (): void => undefined;
    const loading = new Promise<void>((resolve) => (loaded = resolve));
    const injection = vi.spyOn(browser.scripting, 'executeScript').mockImplementation(async () => {
      await loading;
      return [];
    });
    const switchedOn = sites.setSite(ORIGIN, true);
    await vi.waitFor(() => {
      expect(injection).toHaveBeenCalled();
    });
    expect(await sites.setSite(ORIGIN, false)).toBe(false);
    expect(told).toEqual([{ check: false }]);
    loaded();
    expect(await switchedOn).toBe(false);
    expect(told.at(-1)).toEqual({ check: false });
    expect(state.registered.size).toBe(0);
    injection.mockRestore();
  });

  it('turned off at once after it was turned on ends off', async () => {
    state.granted.add(PATTERN);
    await Promise.all([sites.setSite(ORIGIN, true), sites.setSite(ORIGIN, false)]);
    expect(await sites.siteChecks(ORIGIN)).toBe(false);
    expect(state.registered.size).toBe(0);
  });

  it('does not mind frames that were left', async () => {
    state.granted.add(PATTERN);
    await rememberFrame({ tabId: 1, frameId: 0, documentId: 'd1', origin: ORIGIN });
    expect(await sites.setSite(ORIGIN, true)).toBe(true);
  });

  it('goes off when the permission is taken away in the browser', async () => {
    state.granted.add(PATTERN);
    await sites.setSite(ORIGIN, true);
    state.granted.clear();
    expect(await sites.siteChecks(ORIGIN)).toBe(false);
    await sites.switchOffWithoutAccess();
    expect(state.registered.size).toBe(0);
    state.granted.add(PATTERN);
    expect(await sites.siteChecks(ORIGIN)).toBe(false);
  });

  it('is kept apart for two ports of one host, which share a registration', async () => {
    state.granted.add(PATTERN);
    await sites.setSite(ORIGIN, true);
    await sites.setSite('http://127.0.0.1:99', true);
    expect(state.registered.size).toBe(1);
    await sites.setSite(ORIGIN, false);
    expect(state.registered.size).toBe(1);
    expect(await sites.siteChecks('http://127.0.0.1:99')).toBe(true);
    expect(await sites.siteChecks(ORIGIN)).toBe(false);
  });
});

describe('synchronisation at start', () => {
  it('mends missing, stale and outdated registrations, and leaves a good one alone', async () => {
    state.granted.add(PATTERN);
    state.granted.add('https://good.example/*');
    await browser.storage.local.set({
      [`site:${ORIGIN}`]: { check: true },
      'site:https://good.example': { check: true },
      'site:https://lost.example': { check: true },
    });
    const good = {
      id: 'site-https://good.example/*',
      matches: ['https://good.example/*'],
      js: ['content.js'],
    };
    state.registered.set(good.id, good);
    state.registered.set('site-gone', {
      id: 'site-gone',
      matches: ['https://gone.example/*'],
      js: ['content.js'],
    });
    state.registered.set(`site-${PATTERN}`, {
      id: `site-${PATTERN}`,
      matches: [PATTERN],
      js: ['old-name.js'],
    });
    await sites.synchroniseSites();
    expect([...state.registered.values()].map(({ matches, js }) => [matches[0], js[0]]).sort()).toEqual([
      [PATTERN, 'content.js'],
      ['https://good.example/*', 'content.js'],
    ]);
    expect(state.registered.get(good.id)).toBe(good);
  });

  it('twice at once registers once', async () => {
    state.granted.add(PATTERN);
    await browser.storage.local.set({ [`site:${ORIGIN}`]: { check: true } });
    await Promise.all([sites.synchroniseSites(), sites.synchroniseSites()]);
    expect(state.registered.size).toBe(1);
  });
});
