import { beforeEach, expect, it, vi } from 'vitest';
import type * as NavigationModule from '../../../src/background/navigation.ts';
import type * as LedgerModule from '../../../src/background/ledger.ts';
import { resetBrowser, state } from '../fake-browser.ts';
import { aReport } from '../reports.ts';

vi.mock('webextension-polyfill', () => ({ default: Reflect.get(globalThis, 'chrome') as unknown }));

let navigation: typeof NavigationModule;
let ledger: typeof LedgerModule;

beforeEach(async () => {
  resetBrowser();
  vi.resetModules();
  navigation = await import('../../../src/background/navigation.ts');
  ledger = await import('../../../src/background/ledger.ts');
  await ledger.record(aReport(), { tabId: 1, frameId: 0, documentId: 'page' });
  await ledger.record(aReport(), { tabId: 1, frameId: 7, documentId: 'embedded' });
  await ledger.record(aReport(), { tabId: 2, frameId: 0, documentId: 'other' });
});

const left = async () => (await ledger.allEntries()).map((entry) => entry.documentId);

it('keeps verdicts while a page changes its address without leaving', async () => {
  state.documents = new Set(['page', 'embedded', 'other']);
  expect(await navigation.forgetLeftPages(1)).toBe('there');
  expect(await left()).toEqual(['page', 'embedded', 'other']);
});

it('forgets a frame that was left, and a whole page with its frames', async () => {
  state.documents = new Set(['page', 'other']);
  expect(await navigation.forgetLeftPages(1)).toBe('left');
  expect(await left()).toEqual(['page', 'other']);
  state.documents = new Set(['other']);
  await navigation.forgetLeftPages(1);
  expect(await left()).toEqual(['other']);
});

it('has nothing to do for tabs it knows nothing of', async () => {
  expect(await navigation.forgetLeftPages(3)).toBe('nothing');
});

it('forgets the former page of a frame when the next one speaks', async () => {
  await navigation.forgetFormerPage({ tabId: 1, frameId: 0, documentId: 'next' });
  expect(await left()).toEqual(['embedded', 'other']);
});

it('forgets closed tabs, at once and after the browser was closed', async () => {
  await navigation.forgetTab(2);
  expect(await left()).toEqual(['page', 'embedded']);
  await navigation.forgetClosedTabs(new Set([5]));
  expect(await left()).toEqual([]);
});
