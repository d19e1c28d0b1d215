import { describe, expect, it, vi } from 'vitest';
import '../fake-browser.ts';
import { aReport, aState } from '../reports.ts';

vi.mock('webextension-polyfill', () => ({ default: Reflect.get(globalThis, 'chrome') as unknown }));
const { recordOf, rememberedPage } = await import('../../../src/background/history.ts');

const tab = (change: { incognito?: boolean; url?: string }) =>
  ({ tab: { incognito: false, ...change }, url: 'https://frame.example/' }) as unknown as Parameters<
    typeof rememberedPage
  >[0];
const frame = { tabId: 1, frameId: 0, documentId: 'page' };
const page = 'https://news.example/clip';

describe('what the history remembers', () => {
  it('is the address of the page without its fragment and credentials, and nothing of a private window', () => {
    expect(rememberedPage(tab({ url: 'https://me:secret@news.example/clip?id=1#t=3' }))).toBe(
      'https://news.example/clip?id=1',
    );
    expect(rememberedPage(tab({}))).toBe('https://frame.example/');
    expect(rememberedPage(tab({ incognito: true, url: page }))).toBeNull();
    expect(rememberedPage(tab({ url: 'file:///home/me/clip.html' }))).toBeNull();
    expect(rememberedPage(tab({ url: `${page}?${'a'.repeat(3000)}` }))).toBe('https://news.example');
  });

  it('is a verdict, with the version that gave it; no provisional one, and no failure', () => {
    const done = { report: aReport({ label: 'Interview' }), frame, page };
    expect(recordOf(done, 5)).toMatchObject({
      at: 5,
      site: 'news.example',
      label: 'Interview',
      verdict: { kind: 'noSign' },
      modelVersion: '1.0.0',
    });
    expect(recordOf({ ...done, report: aReport({ phase: 'checking' }) }, 5)).toBeNull();
    expect(recordOf({ ...done, report: aReport({ failure: 'engineLost' }) }, 5)).toBeNull();
    const noFace = aState({ kind: 'notChecked', reason: 'noFace' });
    expect(recordOf({ ...done, report: aReport({ state: noFace }) }, 5)).toBeNull();
    expect(recordOf({ ...done, page: null }, 5)).toBeNull();
  });
});
