import { beforeEach, expect, test, vi } from 'vitest';
import { Source } from '../../../src/content/source.ts';

const captureVideo = vi.fn<() => Promise<unknown>>();
const askEngine = vi.fn<() => Promise<unknown>>();
vi.mock('../../../src/content/screen.ts', () => ({ captureVideo }));
vi.mock('../../../src/messages/engine-client.ts', () => ({ askEngine, wireIsTyped: vi.fn() }));
vi.mock('../../../src/messages/send.ts', () => ({
  send: () => Promise.resolve({ granted: true, host: 'cdn.example' }),
}));
vi.mock('../../../src/content/taint.ts', () => ({
  probePixels: () => 'tainted',
  isSecurityError: () => false,
}));
type FrameRequest = Parameters<typeof lookAtVideo>[0];
const { lookAtVideo, lookIntoFile } = await import('../../../src/content/tiers.ts');

const failed = (reason: string) => ({ response: { status: 'failed', reason }, mediaHost: '' });

function request(
  source: Source,
  screenAllowed: boolean,
  asked = true,
  player: { mediaKeys?: object | null | undefined } = {},
): FrameRequest {
  const video = {
    mediaKeys: null,
    currentSrc: 'https://cdn.example/once.mp4',
    currentTime: 3,
    srcObject: null,
    ...player,
  };
  return {
    // Nothing else is read of a video whose pixels cannot be.
    video: video as unknown as HTMLVideoElement,
    source,
    key: { video: 'a', epoch: 0 },
    asked,
    scene: 0,
    visible: true,
    screenAllowed,
    hideBadges: () => Promise.resolve(() => undefined),
    onFrame: () => undefined,
  };
}

const look = (source: Source, screenAllowed: boolean): Promise<unknown> =>
  lookAtVideo(request(source, screenAllowed));

beforeEach(() => {
  const window = { top: {} };
  vi.stubGlobal('window', Object.assign(window, { top: window }));
  captureVideo.mockReset().mockResolvedValue({ reason: 'screenRefused' });
  askEngine.mockReset().mockResolvedValue({ status: 'failed', reason: 'unreadable' });
});

test('a file that cannot be opened again is read from the screen, and not opened a third time', async () => {
  const source = new Source({ currentSrc: '', srcObject: null });
  await look(source, true);
  await look(source, true);
  expect(askEngine).toHaveBeenCalledTimes(1);
  expect(captureVideo).toHaveBeenCalledTimes(2);
});

test.each([
  ['a player of a page without TLS, which knows of no keys', undefined, 'secondAccess'],
  ['a player without keys', null, 'secondAccess'],
  ['a player with keys', {}, 'protectedMedia'],
])('%s', async (_, mediaKeys, reason) => {
  const source = new Source({ currentSrc: '', srcObject: null });
  expect(await lookAtVideo(request(source, false, true, { mediaKeys }))).toEqual(failed(reason));
});

test('no picture of the tab is taken once the user has switched that off', async () => {
  const source = new Source({ currentSrc: '', srcObject: null });
  await look(source, true);
  captureVideo.mockClear();
  expect(await look(source, false)).toEqual(failed('secondAccess'));
  expect(captureVideo).not.toHaveBeenCalled();
});

test.each([
  [true, false, 0],
  [true, true, 1],
  [false, false, 1],
])(
  'a file is read for what its player does not show: saving data %s, asked for %s → %s times',
  async (saveData, asked, times) => {
    vi.stubGlobal('navigator', { connection: { saveData } });
    const source = new Source({ currentSrc: '', srcObject: null });
    await lookIntoFile(request(source, true, asked), 0.5);
    expect(askEngine).toHaveBeenCalledTimes(times);
  },
);
