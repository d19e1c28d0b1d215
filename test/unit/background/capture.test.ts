import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Runtime } from 'webextension-polyfill';
import { captureRegion } from '../../../src/background/capture-region.ts';
import { createPace } from '../../../src/background/pace.ts';
import { browser, resetBrowser, state } from '../fake-browser.ts';

vi.mock('webextension-polyfill', () => ({ default: Reflect.get(globalThis, 'chrome') as unknown }));
const { noteAsked } = await import('../../../src/background/asked.ts');
const { capture } = await import('../../../src/background/capture.ts');

describe('the region of a picture', () => {
  it('is the rectangle in device pixels', () => {
    expect(captureRegion({ x: 10, y: 20, width: 100, height: 50 }, 1.5, { width: 900, height: 700 })).toEqual(
      {
        x: 15,
        y: 30,
        width: 150,
        height: 75,
      },
    );
  });

  it('lies inside the picture, in whole pixels, for any rectangle', () => {
    const side = fc.double({ min: -5000, max: 5000, noNaN: true });
    fc.assert(
      fc.property(
        side,
        side,
        side,
        side,
        fc.double({ min: 0.25, max: 4, noNaN: true }),
        (x, y, width, height, dpr) => {
          const picture = { width: 1280, height: 720 };
          const region = captureRegion({ x, y, width, height }, dpr, picture);
          if (typeof region === 'string') return;
          expect(Object.values(region).every(Number.isInteger)).toBe(true);
          expect(Math.min(region.x, region.y)).toBeGreaterThanOrEqual(0);
          expect(region.x + region.width).toBeLessThanOrEqual(picture.width);
          expect(region.y + region.height).toBeLessThanOrEqual(picture.height);
        },
      ),
    );
  });

  it('is none for what lies outside', () => {
    expect(captureRegion({ x: -200, y: 0, width: 190, height: 90 }, 1, { width: 900, height: 700 })).toBe(
      'hidden',
    );
  });
});

describe('the pace', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('keeps the distance, goes on after a failure, and turns away a crowd', async () => {
    const inTurn = createPace(500, 2);
    const begun: number[] = [];
    const start = Date.now();
    const outcomes = Promise.allSettled(
      [0, 1, 2, 3].map((i) =>
        inTurn(() => {
          begun.push(Date.now() - start);
          return i === 0 ? Promise.reject(new Error('refused')) : Promise.resolve(i);
        }),
      ),
    );
    await vi.advanceTimersByTimeAsync(5000);
    expect((await outcomes).map((each) => (each.status === 'fulfilled' ? each.value : 'failed'))).toEqual([
      'failed',
      1,
      2,
      null,
    ]);
    expect(begun).toEqual([0, 500, 1000]);
  });
});

describe('a picture of the tab', () => {
  const request = { rect: { x: 0, y: 0, width: 100, height: 100 }, devicePixelRatio: 1 };
  const sender = (frameId: number) =>
    ({ frameId, documentId: 'page', tab: { id: 1, windowId: 1 } }) as Runtime.MessageSender;
  const refused = { status: 'failed', reason: 'screenRefused' };

  beforeEach(async () => {
    resetBrowser();
    state.tabs = [{ id: 1, active: true, windowId: 1 }];
    await noteAsked(1, 0);
  });

  it('is not taken where only the page says that the user asked', async () => {
    resetBrowser();
    state.tabs = [{ id: 1, active: true, windowId: 1 }];
    expect(await capture(request, sender(0))).toEqual(refused);
    expect(state.captures).toBe(0);
  });

  it('is not taken of the page that came after the one that the user asked for', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    await capture(request, sender(0));
    const next = { ...sender(0), documentId: 'next' };
    expect(await capture(request, next)).toEqual(refused);
    expect(state.captures).toBe(1);
  });

  it('is not taken for an embedded frame, nor of a tab behind another', async () => {
    expect(await capture(request, sender(3))).toEqual(refused);
    state.tabs = [{ id: 1, active: false, windowId: 1 }];
    expect(await capture(request, sender(0))).toEqual(refused);
    expect(state.captures).toBe(0);
  });

  it('of a video that fills a very large screen is told as too large, not as too small', async () => {
    vi.spyOn(browser.tabs, 'captureVisibleTab').mockResolvedValueOnce('data:image/png;base64,');
    vi.stubGlobal('createImageBitmap', () =>
      Promise.resolve({ width: 6016, height: 3384, close: () => undefined }),
    );
    const rect = { x: 0, y: 0, width: 3008, height: 1692 };
    expect(await capture({ rect, devicePixelRatio: 2 }, sender(0))).toEqual({
      status: 'failed',
      reason: 'tooLarge',
    });
  });

  it('that the browser refuses is told as such', async () => {
    vi.spyOn(console, 'warn').mockImplementationOnce(() => undefined);
    expect(await capture(request, sender(0))).toEqual(refused);
    expect(state.captures).toBe(1);
  });
});
