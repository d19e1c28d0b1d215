import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Menus, Tabs } from 'webextension-polyfill';
import { duringGesture, resetBrowser, state } from '../fake-browser.ts';

vi.mock('webextension-polyfill', () => ({ default: Reflect.get(globalThis, 'chrome') as unknown }));
vi.mock('../../../src/content/main.ts?iife', () => ({ default: '/content.js' }));
const { createMenus, menuClicked } = await import('../../../src/background/menus.ts');

const TAB = { id: 1 } as Tabs.Tab;

function click(change: Partial<Menus.OnClickData>): Promise<void> {
  const info = {
    menuItemId: 'check-video',
    frameId: 0,
    pageUrl: 'https://page.example/',
    ...change,
  } as Menus.OnClickData;
  return duringGesture(() => menuClicked(info, TAB));
}

beforeEach(resetBrowser);

describe('the context menu', () => {
  it('holds one item, however often it is created', async () => {
    await Promise.all([createMenus(), createMenus()]);
    expect(state.menus).toHaveLength(1);
  });

  it('asks a script that is there for the clicked video', async () => {
    const asked = vi.fn(() => ({ found: true }));
    state.frames.set('1:0', asked);
    await click({ mediaType: 'video', srcUrl: 'https://cdn.example/v.mp4' });
    expect(asked).toHaveBeenCalledWith('content.check', { srcUrl: 'https://cdn.example/v.mp4' });
    expect(state.injected).toEqual([]);
    expect(state.asked).toEqual([]);
  });

  it('does not take the address of a picture for that of a video', async () => {
    const asked = vi.fn(() => ({ found: true }));
    state.frames.set('1:0', asked);
    await click({ mediaType: 'image', srcUrl: 'https://cdn.example/poster.jpg' });
    expect(asked).toHaveBeenCalledWith('content.check', { srcUrl: '' });
  });

  it('brings the script into a page never granted, on the strength of the click alone', async () => {
    state.scriptComesUp = (tabId, frameId) => {
      state.frames.set(`${tabId}:${frameId}`, () => ({ found: true }));
    };
    await click({});
    expect(state.injected).toEqual([{ tabId: 1, frameIds: [0] }]);
    expect(state.asked).toEqual([]);
    expect(state.toolbar.get(1)).toBeUndefined();
  });

  it('asks for a frame of another site, within the click', async () => {
    state.scriptComesUp = () => state.frames.set('1:5', () => ({ found: true }));
    await click({ frameId: 5, frameUrl: 'https://embed.example:8443/player' });
    expect(state.asked).toEqual([['https://embed.example/*']]);
    expect(state.injected).toEqual([{ tabId: 1, frameIds: [5] }]);
  });

  it('asks nothing for a frame of the same site', async () => {
    state.frames.set('1:5', () => ({ found: true }));
    await click({ frameId: 5, frameUrl: 'https://page.example/frame' });
    expect(state.asked).toEqual([]);
  });

  it('says so if that was declined', async () => {
    state.answer = false;
    await click({ frameId: 5, frameUrl: 'https://embed.example/player' });
    expect(state.injected).toEqual([]);
    expect(state.toolbar.get(1)).toMatchObject({ badge: '!' });
    expect(state.toolbar.get(1)?.title).toContain('embed.example');
  });

  it('says so where nothing answers, and where no video was found', async () => {
    await click({});
    expect(state.toolbar.get(1)?.title).toBe(
      'FakeFilter: The page no longer answers. Reload it and try again.',
    );
    state.frames.set('1:0', () => ({ found: false }));
    await click({});
    expect(state.toolbar.get(1)).toEqual({ badge: '!', title: 'FakeFilter: No video was found there.' });
  });
});
