import 'fake-indexeddb/auto';
import 'opfs-mock';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { browser, resetBrowser, state } from '../fake-browser.ts';
import { aReport, aState } from '../reports.ts';

vi.mock('webextension-polyfill', () => ({ default: Reflect.get(globalThis, 'chrome') as unknown }));
vi.mock('../../../src/content/main.ts?iife', () => ({ default: '/content.js' }));
const { notePendingGrant } = await import('../../../src/settings/pending-grant.ts');

const ORIGIN = 'https://video.example';
const PATTERN = 'https://video.example/*';
const PAGE = { id: 'fakefilter', url: 'chrome-extension://fakefilter/src/popup/index.html' };
const FRAME = {
  id: 'fakefilter',
  url: `${ORIGIN}/watch`,
  origin: ORIGIN,
  tab: { id: 1, windowId: 1 },
  frameId: 0,
  documentId: 'd1',
};

function ask(name: string, request: unknown, sender: object): Promise<unknown> {
  const answers = browser.runtime.onMessage.emit({ fakefilter: 1, name, request }, sender);
  return Promise.resolve(answers[0]);
}

beforeAll(async () => {
  resetBrowser();
  await import('../../../src/background/worker.ts');
});

beforeEach(async () => {
  await ask('background.clearLedger', {}, PAGE);
  resetBrowser();
  state.tabs = [{ id: 1, active: true, windowId: 1 }];
  state.documents = new Set(['d1', 'd3']);
});

describe('the worker', () => {
  it('listens to everything that may wake it as soon as it is loaded', () => {
    const events = [
      browser.runtime.onMessage,
      browser.runtime.onInstalled,
      browser.runtime.onStartup,
      browser.contextMenus.onClicked,
      browser.commands.onCommand,
      browser.permissions.onAdded,
      browser.permissions.onRemoved,
      browser.tabs.onRemoved,
      browser.tabs.onUpdated,
      browser.storage.onChanged,
    ];
    expect(events.map((event) => event.count() > 0)).toEqual(events.map(() => true));
  });

  it('asks for nothing and touches no page when it is installed, and opens its first page, not so after an update', async () => {
    browser.runtime.onInstalled.emit({ reason: 'install' });
    await vi.waitFor(() => {
      expect(state.menus).toHaveLength(1);
    });
    expect([state.asked, state.injected, state.created, state.registered.size]).toEqual([[], [], 0, 0]);
    browser.runtime.onInstalled.emit({ reason: 'update' });
    expect(state.opened).toEqual([expect.stringMatching(/pages\/welcome\/index\.html$/)]);
  });

  it('carries a report from a frame to the popup and the toolbar, and forgets it with the tab', async () => {
    const report = aReport({ state: aState({ kind: 'manipulated' }) });
    expect(await ask('background.report', { report }, FRAME)).toEqual({ ok: true, value: { before: null } });
    expect(await ask('background.tab', { tabId: 1 }, PAGE)).toMatchObject({
      ok: true,
      value: { videos: [{ tabId: 1, frameId: 0, key: { video: 'v-1' } }] },
    });
    expect(state.toolbar.get(1)).toMatchObject({ badge: '1' });
    browser.tabs.onRemoved.emit(1);
    await vi.waitFor(async () => {
      expect(await ask('background.tab', { tabId: 1 }, PAGE)).toMatchObject({ value: { videos: [] } });
    });
  });

  it('removes a video that left the page, and no other', async () => {
    await ask('background.report', { report: aReport() }, FRAME);
    await ask('background.report', { report: aReport() }, { ...FRAME, frameId: 3, documentId: 'd3' });
    await ask('background.remove', { video: 'v-1' }, FRAME);
    expect(await ask('background.tab', { tabId: 1 }, PAGE)).toMatchObject({
      value: { videos: [{ frameId: 3 }] },
    });
  });

  it('no longer counts the videos of a frame that the page removed, once the popup is opened', async () => {
    const worst = aReport({ state: aState({ kind: 'manipulated' }) });
    await ask('background.report', { report: aReport() }, FRAME);
    await ask('background.report', { report: worst }, { ...FRAME, frameId: 3, documentId: 'd3' });
    expect(state.toolbar.get(1)?.title).toContain('Likely manipulated');
    state.documents.delete('d3');
    await ask('background.tab', { tabId: 1 }, PAGE);
    await vi.waitFor(() => {
      expect(state.toolbar.get(1)?.title).toContain('No sign of a swapped or edited face, 1 of 1');
    });
    expect(await ask('background.tab', { tabId: 1 }, PAGE)).toMatchObject({
      value: { videos: [{ frameId: 0 }] },
    });
  });

  it('forgets a page that says it is left, and no other', async () => {
    await ask('background.report', { report: aReport() }, FRAME);
    await ask('background.report', { report: aReport() }, { ...FRAME, frameId: 3, documentId: 'd3' });
    await ask('background.left', {}, { ...FRAME, frameId: 3, documentId: 'd3' });
    expect(state.toolbar.get(1)?.title).toContain('1 of 1');
    // Heard late, when the frame shows its next page already.
    await ask('background.left', {}, { ...FRAME, documentId: 'before' });
    expect(state.toolbar.get(1)?.title).toContain('1 of 1');
  });

  it('tells a frame to check only where the switch is on and access is there', async () => {
    expect(await ask('background.siteState', {}, FRAME)).toMatchObject({ ok: true, value: { check: false } });
    expect(await ask('background.setSite', { origin: ORIGIN, check: true }, PAGE)).toEqual({
      ok: true,
      value: { check: false },
    });
    state.granted.add(PATTERN);
    await ask('background.setSite', { origin: ORIGIN, check: true }, PAGE);
    expect(await ask('background.siteState', {}, FRAME)).toMatchObject({ ok: true, value: { check: true } });
    expect(await ask('background.tab', { tabId: 1 }, PAGE)).toMatchObject({
      value: { origin: ORIGIN, access: 'granted', check: true },
    });
  });

  it('knows an embedded about:blank frame by the origin it belongs to', async () => {
    state.granted.add(PATTERN);
    await ask('background.setSite', { origin: ORIGIN, check: true }, PAGE);
    const blank = { ...FRAME, frameId: 2, url: 'about:blank' };
    expect(await ask('background.siteState', {}, blank)).toMatchObject({ ok: true, value: { check: true } });
  });

  it.each([
    ['about:srcdoc', true],
    ['data:text/html,video', true],
    ['https://elsewhere.example/', false],
    [undefined, false],
  ])(
    'knows a sandboxed frame at %s by the page in its tab only if that page wrote it',
    async (url, check) => {
      state.granted.add(PATTERN);
      await ask('background.setSite', { origin: ORIGIN, check: true }, PAGE);
      const tab = { ...FRAME.tab, url: `${ORIGIN}/feed` };
      const frame = { ...FRAME, frameId: 2, url, origin: 'null', tab };
      expect(await ask('background.siteState', {}, frame)).toMatchObject({ ok: true, value: { check } });
    },
  );

  it('has the videos of a frame checked also where the storage of the session is full', async () => {
    state.granted.add(PATTERN);
    await ask('background.setSite', { origin: ORIGIN, check: true }, PAGE);
    const full = vi.spyOn(browser.storage.session, 'set').mockRejectedValue(new Error('quota exceeded'));
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    try {
      expect(await ask('background.siteState', {}, FRAME)).toMatchObject({
        ok: true,
        value: { check: true },
      });
    } finally {
      full.mockRestore();
      said.mockRestore();
    }
  });

  it('turns the switch that a closed popup asked a permission for', async () => {
    await notePendingGrant([PATTERN], { kind: 'checkSite', origin: ORIGIN });
    state.granted.add(PATTERN);
    browser.permissions.onAdded.emit({ origins: [PATTERN] });
    await vi.waitFor(() => {
      expect(state.registered.size).toBe(1);
    });
  });

  it('tries a video again when its media host was allowed and the popup is gone', async () => {
    const asked = vi.fn(() => ({ found: true }));
    state.frames.set('1:0', asked);
    await notePendingGrant(['https://cdn.example/*'], {
      kind: 'retry',
      tabId: 1,
      videos: [{ frameId: 0, video: 'v-1' }],
    });
    browser.permissions.onAdded.emit({ origins: ['https://elsewhere.example/*'] });
    state.granted.add('https://cdn.example/*');
    browser.permissions.onAdded.emit({ origins: ['https://cdn.example/*'] });
    await vi.waitFor(() => {
      expect(asked).toHaveBeenCalledWith('content.retry', { video: 'v-1' });
    });
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('tells which media it may open', async () => {
    state.granted = new Set(['https://cdn.example/*', PATTERN]);
    await ask('background.setSite', { origin: ORIGIN, check: true }, PAGE);
    const access = async (url: string) => ask('background.mediaAccess', { url }, FRAME);
    expect(await access('https://cdn.example/v.mp4')).toMatchObject({
      value: { granted: true, host: 'cdn.example' },
    });
    expect(await access('https://other.example:8443/v')).toMatchObject({
      value: { granted: false, host: 'other.example:8443' },
    });
    expect(await access('blob:https://cdn.example/1')).toMatchObject({ value: { granted: false, host: '' } });
  });

  it('calls browser pages and stores unsupported', async () => {
    for (const url of ['chrome://settings/', 'https://chromewebstore.google.com/detail/x']) {
      state.tabs = [{ id: 1, url, active: true, windowId: 1 }];
      expect(await ask('background.tab', { tabId: 1 }, PAGE)).toMatchObject({
        value: { origin: '', access: 'unsupported', check: false },
      });
    }
  });

  it('checks a tab by hand in all frames it may enter, and adds up what they tell', async () => {
    const executeScript = vi
      .spyOn(browser.scripting, 'executeScript')
      .mockResolvedValueOnce([{ frameId: 0 }, { frameId: 3 }, { frameId: 4 }]);
    state.frames.set('1:0', () => ({ found: 3, started: 2 }));
    state.frames.set('1:3', () => ({ found: 1, started: 0 }));
    expect(await ask('background.checkTab', { tabId: 1 }, PAGE)).toEqual({
      ok: true,
      value: { found: 4, started: 2 },
    });
    executeScript.mockRestore();
  });
});
