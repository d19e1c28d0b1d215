import * as v from 'valibot';
import { beforeEach, expect, it, vi } from 'vitest';
import type * as NavigationModule from '../../../src/background/navigation.ts';
import type * as LedgerModule from '../../../src/background/ledger.ts';
import { browser, resetBrowser, state } from '../fake-browser.ts';
import { aReport } from '../reports.ts';

vi.mock('webextension-polyfill', () => ({ default: Reflect.get(globalThis, 'chrome') as unknown }));

const Forget = v.object({
  name: v.literal('engine.forget'),
  request: v.object({ documents: v.nullable(v.array(v.string())) }),
});

let navigation: typeof NavigationModule;
let ledger: typeof LedgerModule;

beforeEach(async () => {
  resetBrowser();
  vi.resetModules();
  state.offscreenPages = 1;
  browser.runtime.sendMessage.mockReset().mockResolvedValue({ ok: true, value: {} });
  navigation = await import('../../../src/background/navigation.ts');
  ledger = await import('../../../src/background/ledger.ts');
  await ledger.record(aReport(), { tabId: 1, frameId: 0, documentId: 'page' });
  await ledger.record(aReport(), { tabId: 1, frameId: 7, documentId: 'embedded' });
  await ledger.record(aReport(), { tabId: 2, frameId: 0, documentId: 'other' });
});

const left = async () => (await ledger.allEntries()).map((entry) => entry.documentId);

/** Of which documents the engine was told that their evidence is of no use any more; null: all. */
const released = () =>
  browser.runtime.sendMessage.mock.calls.flatMap(([message]) =>
    v.is(Forget, message) ? [message.request.documents] : [],
  );

it('keeps verdicts while a page changes its address without leaving', async () => {
  state.documents = new Set(['page', 'embedded', 'other']);
  expect(await navigation.forgetLeftPages(1)).toBe('there');
  expect(await left()).toEqual(['page', 'embedded', 'other']);
  expect(released()).toEqual([]);
});

it('forgets a frame that was left, and a whole page with its frames', async () => {
  state.documents = new Set(['page', 'other']);
  expect(await navigation.forgetLeftPages(1)).toBe('left');
  expect(await left()).toEqual(['page', 'other']);
  state.documents = new Set(['other']);
  await navigation.forgetLeftPages(1);
  expect(await left()).toEqual(['other']);
  expect(released()).toEqual([['embedded'], ['page']]);
});

it('has nothing to do for tabs it knows nothing of', async () => {
  expect(await navigation.forgetLeftPages(3)).toBe('nothing');
});

it('forgets the former page of a frame when the next one speaks', async () => {
  await navigation.forgetFormerPage({ tabId: 1, frameId: 0, documentId: 'next' });
  expect(await left()).toEqual(['embedded', 'other']);
  await vi.waitFor(() => expect(released()).toEqual([['page']]));
});

it('does not wait for an engine at work when a frame shows its next page', async () => {
  browser.runtime.sendMessage.mockReturnValue(new Promise<never>(() => undefined));
  await navigation.forgetFormerPage({ tabId: 1, frameId: 0, documentId: 'next' });
  expect(await left()).toEqual(['embedded', 'other']);
});

it('forgets closed tabs, at once and after the browser was closed', async () => {
  await navigation.forgetTab(2);
  expect(await left()).toEqual(['page', 'embedded']);
  expect(released()).toEqual([['other']]);
  await navigation.forgetClosedTabs(new Set([5]));
  expect(await left()).toEqual([]);
});

it('has the engine and every page forget all verdicts, and strikes what they reported meanwhile', async () => {
  const told: string[] = [];
  state.frames.set('1:0', (name) => {
    told.push(name);
    void ledger.record(aReport(), { tabId: 1, frameId: 0, documentId: 'page' });
    return {};
  });
  await browser.storage.session.set({
    'frame:1:0': { tabId: 1, frameId: 0, documentId: 'page', origin: 'https://one.example' },
    'frame:9:0': { tabId: 9, frameId: 0, documentId: 'gone', origin: 'https://one.example' },
  });
  await navigation.forgetAllVerdicts();
  expect(released()).toEqual([null]);
  expect(told).toEqual(['content.forget']);
  expect(await left()).toEqual([]);
});

it('forgets all verdicts at once, though a page and the engine never answer', async () => {
  vi.useFakeTimers();
  const never = new Promise<never>(() => undefined);
  state.frames.set('1:0', () => never);
  browser.runtime.sendMessage.mockReturnValue(never);
  await browser.storage.session.set({
    'frame:1:0': { tabId: 1, frameId: 0, documentId: 'page', origin: 'https://one.example' },
  });
  const forgotten = navigation.forgetAllVerdicts();
  await vi.advanceTimersByTimeAsync(1);
  expect(await left()).toEqual([]);
  await vi.advanceTimersByTimeAsync(10_000);
  await forgotten;
  vi.useRealTimers();
});

it('takes a page that does not answer for one that is there', async () => {
  vi.useFakeTimers();
  vi.spyOn(browser.tabs, 'sendMessage').mockReturnValue(new Promise(() => undefined));
  const forgotten = navigation.forgetLeftPages(1);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await forgotten).toBe('there');
  vi.restoreAllMocks();
  vi.useRealTimers();
});

it('forgets verdicts while no engine is there', async () => {
  state.offscreenPages = 0;
  await navigation.forgetAllVerdicts();
  expect(browser.runtime.sendMessage).not.toHaveBeenCalled();
  expect(await left()).toEqual([]);
});
