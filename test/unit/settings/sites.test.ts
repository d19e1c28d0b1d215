import { beforeEach, expect, it, vi } from 'vitest';
import { browser, resetBrowser } from '../fake-browser.ts';

vi.mock('webextension-polyfill', () => ({ default: Reflect.get(globalThis, 'chrome') as unknown }));
const { forgetSite, listSites, readSite, watchSites, writeSite } =
  await import('../../../src/settings/sites.ts');

beforeEach(resetBrowser);

it('keep each origin apart, are listed by name, and can be forgotten', async () => {
  await Promise.all([
    writeSite('https://b.example', { check: true }),
    writeSite('https://a.example', { check: true }),
    writeSite('http://a.example:8080', { check: false }),
  ]);
  expect((await listSites()).map(({ origin, site }) => [origin, site.check])).toEqual([
    ['http://a.example:8080', false],
    ['https://a.example', true],
    ['https://b.example', true],
  ]);
  await forgetSite('https://a.example');
  expect(await readSite('https://a.example')).toEqual({ check: false, adapt: false });
  expect(await listSites()).toHaveLength(2);
});

it('are off where storage holds nonsense', async () => {
  await browser.storage.local.set({
    'site:https://a.example': 'yes',
    'site:https://b.example': { check: 1 },
  });
  expect(await readSite('https://a.example')).toEqual({ check: false, adapt: false });
  expect(await readSite('https://b.example')).toEqual({ check: false, adapt: false });
});

it('are never adapted to unless they are checked, whatever was written', async () => {
  await browser.storage.local.set({ 'site:https://a.example': { check: false, adapt: true } });
  expect(await readSite('https://a.example')).toEqual({ check: false, adapt: false });
  expect(await writeSite('https://a.example', { adapt: true })).toEqual({ check: false, adapt: false });
  expect(await writeSite('https://a.example', { check: true })).toEqual({ check: true, adapt: false });
  expect(await writeSite('https://a.example', { adapt: true })).toEqual({ check: true, adapt: true });
  expect(await writeSite('https://a.example', { check: false })).toEqual({ check: false, adapt: false });
  // Turning the check on again does not bring adaptation back by itself.
  expect(await writeSite('https://a.example', { check: true })).toEqual({ check: true, adapt: false });
});

it('tell who watches which origins changed, and of nothing else', async () => {
  const seen: string[][] = [];
  const stop = watchSites((origins) => seen.push(origins));
  await writeSite('https://a.example', { check: true });
  await browser.storage.local.set({ settings: {} });
  stop();
  await writeSite('https://b.example', { check: true });
  expect(seen).toEqual([['https://a.example']]);
});
