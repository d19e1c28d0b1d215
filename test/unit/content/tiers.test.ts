import { beforeEach, expect, test, vi } from 'vitest';
import { Source } from '../../../src/content/source.ts';

const photographVideo = vi.fn<() => Promise<unknown>>();
const askEngine = vi.fn<() => Promise<unknown>>();
vi.mock('../../../src/content/screen.ts', () => ({ photographVideo }));
vi.mock('../../../src/messages/engine-client.ts', () => ({ askEngine, wireIsTyped: vi.fn() }));
vi.mock('../../../src/messages/send.ts', () => ({
  send: () => Promise.resolve({ granted: true, host: 'cdn.example' }),
}));
vi.mock('../../../src/content/taint.ts', () => ({
  probePixels: () => 'tainted',
  isSecurityError: () => false,
}));
const { lookAtVideo } = await import('../../../src/content/tiers.ts');

const failed = (reason: string) => ({ response: { status: 'failed', reason }, mediaHost: '' });

function look(source: Source, screenAllowed: boolean): Promise<unknown> {
  const video = { mediaKeys: null, currentSrc: 'https://cdn.example/once.mp4', currentTime: 3 };
  return lookAtVideo({
    // Nothing else is read of a video whose pixels cannot be.
    video: video as unknown as HTMLVideoElement,
    source,
    key: { video: 'a', epoch: 0 },
    asked: true,
    visible: true,
    screenAllowed,
    hideBadges: () => Promise.resolve(() => undefined),
    onFrame: () => undefined,
  });
}

beforeEach(() => {
  const window = { top: {} };
  vi.stubGlobal('window', Object.assign(window, { top: window }));
  photographVideo.mockReset().mockResolvedValue({ reason: 'screenRefused' });
  askEngine.mockReset().mockResolvedValue({ status: 'failed', reason: 'unreadable' });
});

test('a file that cannot be opened again is read from the screen, and not opened a third time', async () => {
  const source = new Source();
  await look(source, true);
  await look(source, true);
  expect(askEngine).toHaveBeenCalledTimes(1);
  expect(photographVideo).toHaveBeenCalledTimes(2);
});

test('no picture of the tab is taken once the user has switched that off', async () => {
  const source = new Source();
  await look(source, true);
  photographVideo.mockClear();
  expect(await look(source, false)).toEqual(failed('unreadable'));
  expect(photographVideo).not.toHaveBeenCalled();
});
