import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as StoreModule from '../../../src/settings/store.ts';
import { browser, resetBrowser } from '../fake-browser.ts';

vi.mock('webextension-polyfill', () => ({ default: Reflect.get(globalThis, 'chrome') as unknown }));
const { DEFAULT_SETTINGS } = await import('../../../src/settings/schema.ts');

let store: typeof StoreModule;
const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);

beforeEach(async () => {
  resetBrowser();
  warn.mockClear();
  vi.resetModules();
  store = await import('../../../src/settings/store.ts');
});

describe('settings', () => {
  it('are the defaults on the first day, without a word', async () => {
    expect(await store.readSettings()).toEqual(DEFAULT_SETTINGS);
    expect(warn).not.toHaveBeenCalled();
  });

  it('keep what was written', async () => {
    await store.writeSettings({ corner: 'bottom-end', screenCapture: false });
    expect(await store.readSettings()).toEqual({
      ...DEFAULT_SETTINGS,
      corner: 'bottom-end',
      screenCapture: false,
    });
  });

  it('repair what cannot be understood, keep the rest, and say so once', async () => {
    await browser.storage.local.set({
      settings: { version: 1, corner: 'middle', backend: 'wasm', screenCapture: 'yes' },
    });
    expect(await store.readSettings()).toEqual({ ...DEFAULT_SETTINGS, backend: 'wasm' });
    await store.readSettings();
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]?.[0]).toContain('corner is now "top-start"');
  });

  it('come through from the time before versions were written', async () => {
    await browser.storage.local.set({ settings: { corner: 'bottom-start' } });
    expect((await store.readSettings()).corner).toBe('bottom-start');
  });

  it('of a newer version are left untouched, and the defaults used with a word', async () => {
    const newer = { version: 99, corner: 'floating' };
    await browser.storage.local.set({ settings: newer });
    expect(await store.readSettings()).toEqual(DEFAULT_SETTINGS);
    expect(warn.mock.calls[0]?.[0]).toContain('newer version');
    await expect(store.writeSettings({ corner: 'top-end' })).rejects.toMatchObject({
      notice: { code: 'settingsNewer' },
    });
    expect((await browser.storage.local.get('settings')).settings).toEqual(newer);
  });

  it('with a rule that is no longer offered are read without it, and that is told', async () => {
    await browser.storage.local.set({
      settings: { version: 1, aggregation: 'majority', corner: 'bottom-end' },
    });
    expect(await store.readSettings()).toEqual({ ...DEFAULT_SETTINGS, corner: 'bottom-end' });
    expect(warn.mock.calls.map(([words]) => String(words))).toEqual([
      expect.stringContaining('"Majority of frames" is no longer offered'),
    ]);
    await store.writeSettings({ backend: 'wasm' });
    expect((await browser.storage.local.get('settings')).settings).not.toHaveProperty('aggregation');
  });

  it('with the rule that everybody has are read without a word', async () => {
    await browser.storage.local.set({ settings: { version: 1, aggregation: 'calibrated' } });
    expect(await store.readSettings()).toEqual(DEFAULT_SETTINGS);
    expect(warn).not.toHaveBeenCalled();
  });

  it('written at the same time do not overwrite each other', async () => {
    await Promise.all([
      store.writeSettings({ corner: 'bottom-end' }),
      store.writeSettings({ screenCapture: false }),
      store.writeSettings({ backend: 'wasm' }),
    ]);
    expect(await store.readSettings()).toEqual({
      ...DEFAULT_SETTINGS,
      corner: 'bottom-end',
      screenCapture: false,
      backend: 'wasm',
    });
  });

  it('go on after a write that failed', async () => {
    const failing = vi.spyOn(browser.storage.local, 'set').mockRejectedValueOnce(new Error('disk full'));
    await expect(store.writeSettings({ corner: 'top-end' })).rejects.toThrow('disk full');
    failing.mockRestore();
    expect((await store.writeSettings({ corner: 'top-end' })).corner).toBe('top-end');
  });

  it('reach those who watch, until they stop', async () => {
    const seen: string[] = [];
    const stop = store.watchSettings((settings) => seen.push(settings.corner));
    await store.writeSettings({ corner: 'top-end' });
    stop();
    await store.writeSettings({ corner: 'bottom-end' });
    expect(seen).toEqual(['top-end']);
  });

  it('are complete and valid whatever stands in storage', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything({ maxDepth: 2 }), async (nonsense) => {
        await browser.storage.local.set({ settings: nonsense });
        expect(Object.keys(await store.readSettings()).sort()).toEqual(Object.keys(DEFAULT_SETTINGS).sort());
      }),
      { numRuns: 60 },
    );
  });
});

describe('settings as a file', () => {
  it('come back as they were', async () => {
    const { exportSettings, importSettings } = await import('../../../src/settings/transfer.ts');
    const settings = { ...DEFAULT_SETTINGS, history: true, corner: 'bottom-end' } as const;
    expect(importSettings(exportSettings(settings))).toEqual({ status: 'read', settings, repaired: [] });
  });

  it('are repaired, and what was is named; what is no such file is refused', async () => {
    const { importSettings } = await import('../../../src/settings/transfer.ts');
    const file = (settings: unknown) => JSON.stringify({ format: 'fakefilter-settings', settings });
    expect(importSettings(file({ version: 2, history: 'yes', backend: 'wasm' }))).toEqual({
      status: 'read',
      settings: { ...DEFAULT_SETTINGS, backend: 'wasm' },
      repaired: ['history'],
    });
    expect(importSettings(file({ version: 99 }))).toEqual({ status: 'refused', why: 'newer' });
    for (const text of ['', '{', '[]', '{}', file(7)]) {
      expect(importSettings(text)).toEqual({ status: 'refused', why: 'notSettings' });
    }
  });
});
