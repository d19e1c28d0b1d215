import { beforeEach, expect, it, vi } from 'vitest';
import { browser, resetBrowser, state } from '../fake-browser.ts';
import { aReport } from '../reports.ts';

vi.mock('webextension-polyfill', () => ({ default: Reflect.get(globalThis, 'chrome') as unknown }));
const { allReceived, receive } = await import('../../../src/background/reports.ts');
const { videosOf } = await import('../../../src/background/ledger.ts');

const FRAME = { tabId: 1, frameId: 0, documentId: 'page' };

beforeEach(() => {
  resetBrowser();
  browser.runtime.sendMessage.mockReset().mockResolvedValue({ ok: true, value: {} });
});

it('a thousand reports of a page are the work of a few, and the newest word counts', async () => {
  const writes = vi.spyOn(browser.storage.session, 'set');
  const drawn = vi.spyOn(browser.action, 'setTitle');
  const reports = Array.from({ length: 1000 }, (_, epoch) =>
    receive(aReport({ key: { video: 'v-1', epoch } }), FRAME),
  );
  await Promise.all(reports);
  await allReceived();
  expect(writes.mock.calls.length).toBeLessThan(5);
  expect(drawn.mock.calls.length).toBeLessThan(5);
  expect((await videosOf(1))[0]?.key.epoch).toBe(999);
  expect(state.toolbar.get(1)?.title).toContain('1 of 1');
});
