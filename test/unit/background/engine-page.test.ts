import { beforeEach, expect, it, vi } from 'vitest';
import { browser, resetBrowser, state } from '../fake-browser.ts';

vi.mock('webextension-polyfill', () => ({ default: Reflect.get(globalThis, 'chrome') as unknown }));
const { configureEngine, ensureEngine } = await import('../../../src/background/engine-page.ts');

beforeEach(resetBrowser);

it('creates one page for many who ask at once', async () => {
  const answers = await Promise.all([ensureEngine(), ensureEngine(), ensureEngine()]);
  expect(state.created).toBe(1);
  expect(answers).toEqual([{ created: true }, { created: true }, { created: true }]);
  expect(await ensureEngine()).toEqual({ created: false });
});

it('takes a page made by a worker that died meanwhile for its own', async () => {
  vi.spyOn(browser.runtime, 'getContexts').mockResolvedValueOnce([]);
  state.offscreenPages = 1;
  expect(await ensureEngine()).toEqual({ created: false });
});

it('tries again after a failure', async () => {
  vi.spyOn(browser.offscreen, 'createDocument').mockRejectedValueOnce(new Error('no memory'));
  await expect(ensureEngine()).rejects.toThrow('no memory');
  expect(await ensureEngine()).toEqual({ created: true });
});

it('does not wake a sleeping engine to configure it', async () => {
  await configureEngine({ backend: 'auto', history: false, adapt: [] });
  expect(state.created).toBe(0);
  expect(browser.runtime.sendMessage).not.toHaveBeenCalled();
});

it('configures a running one', async () => {
  state.offscreenPages = 1;
  browser.runtime.sendMessage.mockResolvedValueOnce({ ok: true, value: {} });
  await configureEngine({ backend: 'auto', history: false, adapt: [] });
  expect(browser.runtime.sendMessage).toHaveBeenCalledWith({
    fakefilter: 1,
    name: 'engine.configure',
    request: { backend: 'auto', history: false, adapt: [] },
  });
});
