import { beforeEach, describe, expect, it, vi } from 'vitest';
import { browser, resetBrowser } from '../fake-browser.ts';

vi.mock('webextension-polyfill', () => ({ default: Reflect.get(globalThis, 'chrome') as unknown }));
const { serve } = await import('../../../src/messages/serve.ts');

const PAGE = { id: 'fakefilter', url: 'chrome-extension://fakefilter/src/popup/index.html' };
const CONTENT = { id: 'fakefilter', url: 'https://example.com/', tab: { id: 1 }, frameId: 0 };
const WORKER = { id: 'fakefilter', url: 'chrome-extension://fakefilter/service-worker-loader.js' };
const STRANGER = { id: 'someone-else', url: 'https://example.com/' };

const check = vi.fn(() => ({ found: true }));
const handlers = {
  'content.check': check,
  'content.checkAll': () => {
    throw new Error('the page is gone');
  },
  'content.show': () => ({ found: true }),
  'content.retry': () => ({ found: true }),
  'content.present': () => ({}),
  'content.embeds': () => ({ origins: [] }),
  'content.notice': () => ({}),
  'content.forget': () => ({}),
  'content.siteChanged': () => ({}),
  'content.settingsChanged': () => ({}),
};

function tell(name: string, request: unknown, sender: object): unknown {
  return browser.runtime.onMessage.emit({ fakefilter: 1, name, request }, sender)[0];
}

beforeEach(() => {
  resetBrowser();
  check.mockClear();
  const stop = serve('content', handlers);
  return stop;
});

describe('serve', () => {
  it('answers those who may ask', async () => {
    expect(await tell('content.check', { srcUrl: '' }, WORKER)).toEqual({ ok: true, value: { found: true } });
    expect(await tell('content.show', { video: 'a-1' }, PAGE)).toEqual({ ok: true, value: { found: true } });
  });

  it.each([
    ['a content script', CONTENT],
    ['a page', PAGE],
    ['another extension', STRANGER],
  ])('refuses %s what only the background may ask, and runs nothing', async (_, sender) => {
    expect(await tell('content.check', { srcUrl: '' }, sender)).toMatchObject({ ok: false });
    expect(check).not.toHaveBeenCalled();
  });

  it('refuses the background what only a page may ask', async () => {
    expect(await tell('content.show', { video: 'a-1' }, WORKER)).toMatchObject({ ok: false });
  });

  it.each([{}, { srcUrl: 7 }, null, 'text'])(
    'refuses the malformed request %j, and runs nothing',
    async (request) => {
      expect(await tell('content.check', request, WORKER)).toMatchObject({ ok: false });
      expect(check).not.toHaveBeenCalled();
    },
  );

  it('tells the asker why a handler failed', async () => {
    expect(await tell('content.checkAll', {}, WORKER)).toEqual({
      ok: false,
      notice: { code: 'unexpected', detail: 'the page is gone' },
      error: 'the page is gone',
    });
  });

  it('leaves messages for other contexts, unknown ones and strange objects to others', () => {
    expect(tell('engine.status', {}, WORKER)).toBeUndefined();
    expect(tell('content.unheardOf', {}, WORKER)).toBeUndefined();
    expect(browser.runtime.onMessage.emit({ name: 'content.check' }, WORKER)).toEqual([undefined]);
  });
});
