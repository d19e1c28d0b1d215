import { beforeEach, expect, it, vi } from 'vitest';
import { browser, resetBrowser } from '../fake-browser.ts';

vi.mock('webextension-polyfill', () => ({ default: Reflect.get(globalThis, 'chrome') as unknown }));
const { forgetTrust, isTrusted, noteTrust } = await import('../../../src/settings/trusted-videos.ts');

const A = 'https://a.example';
const B = 'https://b.example';
const KEY = { video: 'v-1', epoch: 2 };

beforeEach(resetBrowser);

it('are remembered under their source, until that is taken back', async () => {
  await noteTrust(A, KEY, true);
  expect(await isTrusted(A, KEY)).toBe(true);
  expect(await isTrusted(A, { ...KEY, epoch: 3 })).toBe(false);
  await noteTrust(A, KEY, false);
  expect(await isTrusted(A, KEY)).toBe(false);
});

it('are forgotten with their site, or all at once', async () => {
  await Promise.all([noteTrust(A, KEY, true), noteTrust(B, KEY, true)]);
  await forgetTrust(A);
  expect([await isTrusted(A, KEY), await isTrusted(B, KEY)]).toEqual([false, true]);
  await forgetTrust(null);
  expect(await isTrusted(B, KEY)).toBe(false);
});

it('do not grow without end, and survive nonsense', async () => {
  await browser.storage.session.set({ 'trusted-videos': { no: 'list' } });
  for (let epoch = 0; epoch < 205; epoch++) await noteTrust(A, { ...KEY, epoch }, true);
  expect(await isTrusted(A, { ...KEY, epoch: 4 })).toBe(false);
  expect(await isTrusted(A, { ...KEY, epoch: 5 })).toBe(true);
});
