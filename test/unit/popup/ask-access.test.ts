import { beforeEach, expect, it, vi } from 'vitest';
import { browser, duringGesture, resetBrowser, state } from '../fake-browser.ts';

vi.mock('webextension-polyfill', () => ({ default: Reflect.get(globalThis, 'chrome') as unknown }));
const { askAccess } = await import('../../../src/pages/shared/ask-access.ts');
const { takePendingGrant } = await import('../../../src/settings/pending-grant.ts');

const WISH = { kind: 'checkSite', origin: 'https://video.example' } as const;
const PATTERNS = ['https://video.example/*'];

beforeEach(resetBrowser);

it('asks while the click still counts, and leaves no wish behind when it was answered', async () => {
  expect(await duringGesture(() => askAccess(PATTERNS, WISH))).toBe(true);
  expect(state.asked).toEqual([PATTERNS]);
  expect(await takePendingGrant()).toBeNull();
});

it('tells that the user declined', async () => {
  state.answer = false;
  expect(await duringGesture(() => askAccess(PATTERNS, WISH))).toBe(false);
});

it('leaves the wish to the background when the question closes the popup', async () => {
  vi.spyOn(browser.permissions, 'request').mockReturnValueOnce(new Promise(() => undefined));
  void duringGesture(() => askAccess(PATTERNS, WISH));
  await vi.waitFor(async () => {
    expect(await browser.storage.session.get('pending-grant')).not.toEqual({});
  });
  expect(await takePendingGrant()).toBeNull();
  state.granted.add('https://video.example/*');
  expect(await takePendingGrant()).toEqual(WISH);
  expect(await takePendingGrant()).toBeNull();
});

it('does not act on a wish of long ago', async () => {
  vi.spyOn(browser.permissions, 'request').mockReturnValueOnce(new Promise(() => undefined));
  void duringGesture(() => askAccess(PATTERNS, WISH));
  await vi.waitFor(async () => {
    expect(await browser.storage.session.get('pending-grant')).not.toEqual({});
  });
  vi.spyOn(Date, 'now').mockReturnValueOnce(Date.now() + 10 * 60_000);
  state.granted.add('https://video.example/*');
  expect(await takePendingGrant()).toBeNull();
});
