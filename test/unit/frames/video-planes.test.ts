import { expect, test, vi } from 'vitest';

vi.mock('../../../src/platform/media.ts', () => ({ PLANES_ARE_EXACT: true }));
const { brightnessOfPlanes, planesShownBy } = await import('../../../src/frames/video-planes.ts');
const { planesBytes } = await import('../../../src/messages/planes.ts');

const SIZE = { width: 40, height: 22, displayWidth: 40, displayHeight: 22 } as const;
const COLOURS = { fullRange: false, matrix: 'bt709', primaries: 'bt709', transfer: 'bt709' } as const;

/** Black at the left, white at the right. */
function halves(black: number, white: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(planesBytes(SIZE.width, SIZE.height)).fill(128);
  for (let i = 0; i < SIZE.width * SIZE.height; i++) bytes[i] = i % SIZE.width < 20 ? black : white;
  return bytes;
}

test.each([
  [16, 235, false],
  [0, 255, true],
])('brightness goes from 0 to 1, whether black is %i or not', (black, white, fullRange) => {
  const planes = {
    ...SIZE,
    format: 'I420',
    bytes: halves(black, white),
    colorSpace: { ...COLOURS, fullRange },
  } as const;
  const cells = brightnessOfPlanes(planes, 4);
  expect([...cells]).toEqual([0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1]);
});

test('fewer rows than cells are no trouble', () => {
  const bytes = new Uint8Array(planesBytes(2, 2)).fill(235);
  const planes = {
    format: 'I420',
    width: 2,
    height: 2,
    displayWidth: 2,
    displayHeight: 2,
    bytes,
    colorSpace: COLOURS,
  } as const;
  expect(brightnessOfPlanes(planes, 16).every((value) => value === 1)).toBe(true);
});

const video = {
  videoWidth: SIZE.displayWidth,
  videoHeight: SIZE.displayHeight,
  srcObject: null,
} as HTMLVideoElement;

function shows(change: Record<string, unknown>) {
  const close = vi.fn();
  const frame = {
    ...SIZE,
    format: 'I420',
    visibleRect: { width: SIZE.width, height: SIZE.height },
    timestamp: 1_500_000,
    colorSpace: { toJSON: () => COLOURS },
    allocationSize: () => planesBytes(SIZE.width, SIZE.height),
    copyTo: (bytes: Uint8Array) => Promise.resolve(bytes.fill(7)),
    close,
    ...change,
  };
  vi.stubGlobal(
    'VideoFrame',
    vi.fn(function () {
      return frame;
    }),
  );
  return close;
}

test('a frame is copied as it was decoded, with its own time, and given back', async () => {
  const close = shows({});
  const shown = await planesShownBy(video);
  expect(shown?.planes).toMatchObject({ ...SIZE, format: 'I420', colorSpace: COLOURS });
  expect(shown?.planes.bytes.every((byte) => byte === 7)).toBe(true);
  expect(shown?.timeMs).toBe(1500);
  expect(close).toHaveBeenCalledOnce();
});

test.each<[string, Record<string, unknown>]>([
  ['another form', { format: 'RGBX' }],
  ['a form that is not told', { format: null }],
  ['more bits a value', { colorSpace: { toJSON: () => ({ ...COLOURS, transfer: 'pq' }) } }],
  ['a turn', { rotation: 90 }],
  ['another size than the player tells', { displayWidth: 80 }],
  ['a size beyond full HD', { visibleRect: { width: 3840, height: 2160 } }],
])('a frame with %s is not sent so, and given back', async (_, change) => {
  const close = shows(change);
  expect(await planesShownBy(video)).toBeNull();
  expect(close).toHaveBeenCalledOnce();
});

test('a video that may not be read is told as such; one without a frame has none', async () => {
  const fails = (name: string) =>
    vi.stubGlobal(
      'VideoFrame',
      vi.fn(function () {
        throw new DOMException('no', name);
      }),
    );
  fails('SecurityError');
  await expect(planesShownBy(video)).rejects.toThrow('no');
  fails('InvalidStateError');
  expect(await planesShownBy(video)).toBeNull();
});
