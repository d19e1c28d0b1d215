import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Request } from '../../../src/messages/protocol.ts';

const capture = vi.fn<(request: Request<'background.capture'>) => Promise<unknown>>();
vi.mock('../../../src/messages/send.ts', () => ({
  send: (_name: string, request: Request<'background.capture'>) => capture(request),
}));
const BODY = {};
vi.mock('../../../src/content/dom.ts', () => ({
  boxOf: (element: FakeVideo) => element.box,
  slotOf: () => null,
  parentOf: () => BODY,
  pageBody: () => BODY,
  pageRoot: () => null,
}));
const { captureVideo } = await import('../../../src/content/screen.ts');

const CAPTURED = { status: 'captured', pixels: { width: 1, height: 1, rgba: 'AAAA/w==' } };

/** As much of a video as a picture of it needs: a place on the page and a source. */
class FakeVideo {
  x = 100;
  y = 50;
  currentSrc = 'https://cdn.example/a.mp4';
  get box() {
    return { x: this.x, y: this.y, width: 320, height: 180 };
  }
}

let video: FakeVideo;
let scale: number;
let shown: boolean;

/** @param whileHiding what the user does until the badges are off the page. */
async function photographed(whileHiding: () => void = () => undefined): Promise<unknown> {
  const hideBadges = (): Promise<() => void> => {
    shown = false;
    whileHiding();
    return Promise.resolve(() => (shown = true));
  };
  // Nothing but its place and its address is read.
  const picture = captureVideo(video as unknown as HTMLVideoElement, hideBadges);
  await vi.runAllTimersAsync();
  return picture;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('getComputedStyle', () => ({ position: 'static' }));
  vi.stubGlobal('window', {
    innerWidth: 1280,
    innerHeight: 720,
    devicePixelRatio: 2,
    get visualViewport() {
      return { scale };
    },
  });
  vi.stubGlobal(
    'ImageData',
    class {
      readonly data: Uint8ClampedArray;
      constructor(data: Uint8ClampedArray) {
        this.data = data;
      }
    },
  );
  video = new FakeVideo();
  scale = 1;
  shown = true;
  capture.mockReset().mockResolvedValue(CAPTURED);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a video that stands still is cut out of the picture, and the badges come back', async () => {
  expect(await photographed()).toMatchObject({ data: new Uint8ClampedArray([0, 0, 0, 255]) });
  expect(capture).toHaveBeenCalledWith({
    rect: { x: 100, y: 50, width: 320, height: 180 },
    devicePixelRatio: 2,
  });
  expect(shown).toBe(true);
});

test('it is cut where it is once the badges are hidden', async () => {
  await photographed(() => (video.y = 10));
  expect(capture.mock.calls[0]?.[0].rect.y).toBe(10);
});

test.each([
  ['moves', () => (video.y -= 3)],
  ['goes out of sight', () => (video.y = -500)],
  ['changes its source', () => (video.currentSrc = 'https://cdn.example/b.mp4')],
])('the picture is given up when the video %s meanwhile', async (_, happen) => {
  capture.mockImplementation(() => {
    happen();
    return Promise.resolve(CAPTURED);
  });
  expect(await photographed()).toBe('nothingYet');
  expect(shown).toBe(true);
});

test('no picture is asked for of a video that went out of sight first', async () => {
  expect(await photographed(() => (video.y = 900))).toBe('nothingYet');
  expect(capture).not.toHaveBeenCalled();
});

test('a page zoomed in with two fingers is told as such', async () => {
  scale = 1.5;
  expect(await photographed()).toEqual({ reason: 'zoomed' });
  expect(capture).not.toHaveBeenCalled();
});

test('a refusal is handed on', async () => {
  capture.mockResolvedValue({ status: 'failed', reason: 'screenRefused' });
  expect(await photographed()).toEqual({ reason: 'screenRefused' });
});
