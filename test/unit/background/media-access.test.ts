import { beforeEach, expect, it, vi } from 'vitest';
import { resetBrowser, state } from '../fake-browser.ts';

vi.mock('webextension-polyfill', () => ({ default: Reflect.get(globalThis, 'chrome') as unknown }));
vi.mock('../../../src/content/main.ts?iife', () => ({ default: '/content.js' }));
const { noteAsked } = await import('../../../src/background/asked.ts');
const { mediaAccess } = await import('../../../src/background/media-access.ts');
const { writeSite } = await import('../../../src/settings/sites.ts');

const PAGE = { tabId: 1, frameId: 0, documentId: 'page', origin: 'https://site.example' };
const FILE = 'https://cdn.example/a.mp4';

beforeEach(() => {
  resetBrowser();
  state.granted = new Set(['https://site.example/*', 'https://cdn.example/*']);
});

it('is there for a site that is switched on', async () => {
  await writeSite(PAGE.origin, { check: true });
  expect(await mediaAccess(FILE, PAGE)).toEqual({ granted: true, host: 'cdn.example' });
});

it('is there for a page in which the user asked, and not for the next one', async () => {
  await noteAsked(1, 0);
  expect((await mediaAccess(FILE, PAGE)).granted).toBe(true);
  expect((await mediaAccess(FILE, { ...PAGE, documentId: 'next' })).granted).toBe(false);
});

it('is not there on the word of a page alone, nor without access to the host', async () => {
  expect((await mediaAccess(FILE, PAGE)).granted).toBe(false);
  await noteAsked(1, 0);
  state.granted.delete('https://cdn.example/*');
  expect(await mediaAccess(FILE, PAGE)).toEqual({ granted: false, host: 'cdn.example' });
});

it('asks the user for no host where there is none', async () => {
  expect(await mediaAccess('blob:https://site.example/1', PAGE)).toEqual({ granted: false, host: '' });
});
