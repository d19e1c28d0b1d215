import { beforeEach, expect, it, vi } from 'vitest';
import { browser, resetBrowser, state } from '../fake-browser.ts';

vi.mock('webextension-polyfill', () => ({ default: Reflect.get(globalThis, 'chrome') as unknown }));
const { MAX_FRAMES, knownFrames, rememberFrame } = await import('../../../src/background/frames.ts');
const { boundFrames } = await import('../../../src/background/navigation.ts');

beforeEach(() => {
  resetBrowser();
  browser.runtime.sendMessage.mockReset().mockResolvedValue({ ok: true, value: {} });
});

async function framesCome(tabId: number, count: number): Promise<void> {
  for (let frameId = 0; frameId < count; frameId++) {
    await rememberFrame({ tabId, frameId, documentId: `${tabId}-${frameId}`, origin: 'https://a.example' });
  }
}

const ids = async (tabId: number) =>
  (await knownFrames())
    .filter((frame) => frame.tabId === tabId)
    .map((frame) => frame.frameId)
    .sort((a, b) => a - b);

it('of frames that come and go only those that are there stay', async () => {
  await framesCome(1, 300);
  state.documents = new Set(['1-0', '1-7', '1-299']);
  await boundFrames();
  expect(await ids(1)).toEqual([0, 7, 299]);
});

it('a page with more frames than may be fills no more, and keeps the page itself and its newest', async () => {
  await framesCome(1, 300);
  await framesCome(2, 3);
  state.documents = new Set(Array.from({ length: 300 }, (_, i) => `1-${i}`));
  await boundFrames();
  const kept = await ids(1);
  expect(kept).toHaveLength(MAX_FRAMES);
  expect(kept[0]).toBe(0);
  expect(kept.at(-1)).toBe(299);
  expect(await ids(2)).toEqual([0, 1, 2]);
});
