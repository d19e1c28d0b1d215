import { expect, test, vi } from 'vitest';

// The engine is faked here; the polyfill refuses to load outside of an extension.
vi.mock('webextension-polyfill', () => ({ default: {} }));

const { judgeFrame } = await import('../../../src/frames/exchange.ts');
type Engine = NonNullable<Parameters<typeof judgeFrame>[2]>;

function picture(width: number, height: number): ImageData {
  return {
    width,
    height,
    data: new Uint8ClampedArray(width * height * 4).fill(width % 256),
    colorSpace: 'srgb',
  };
}

const frame = {
  width: 1920,
  height: 1080,
  small: vi.fn((maxSide?: number) => picture(maxSide ?? 640, 360)),
  crop: vi.fn(({ width, height }: { width: number; height: number }) => picture(width, height)),
};
const context = {
  key: { video: 'a', epoch: 2 },
  asked: true,
  visible: true,
  timeMs: 1500,
  quality: 'direct',
} as const;

function engine(change: Partial<Engine> = {}): Engine {
  return {
    typed: () => Promise.resolve(true),
    detect: vi.fn<Engine['detect']>(() =>
      Promise.resolve({
        status: 'faces',
        ticket: 't1',
        regions: [
          { face: 0, x: 10, y: 20, width: 300, height: 300 },
          { face: 4, x: 50, y: 60, width: 100, height: 120 },
        ],
      }),
    ),
    judge: vi.fn<Engine['judge']>(() => Promise.resolve({ status: 'superseded' })),
    ...change,
  };
}

test('faces are looked for in a small picture and cut out at full size', async () => {
  const client = engine();
  await judgeFrame(frame, context, client);
  expect(client.detect).toHaveBeenCalledWith(
    expect.objectContaining({ ...context, nativeWidth: 1920, nativeHeight: 1080 }),
  );
  expect(frame.small).toHaveBeenCalledWith(640);
  const [request] = vi.mocked(client.judge).mock.calls[0] ?? [];
  expect(request?.ticket).toBe('t1');
  expect(request?.key).toEqual(context.key);
  expect(request?.crops.map(({ face, pixels }) => [face, pixels.width, pixels.height])).toEqual([
    [0, 300, 300],
    [4, 100, 120],
  ]);
});

test('a frame that tells its own time is not given the time that was asked for', async () => {
  for (const [own, told] of [
    [200, 200],
    [0, 0],
    [null, 1500],
  ] as const) {
    const client = engine();
    await judgeFrame({ ...frame, timeMs: own }, context, client);
    expect(client.detect).toHaveBeenCalledWith(expect.objectContaining({ timeMs: told }));
  }
});

test('a frame without faces is not asked about twice', async () => {
  const client = engine({ detect: () => Promise.resolve({ status: 'failed', reason: 'faceDetector' }) });
  expect(await judgeFrame(frame, context, client)).toEqual({ status: 'failed', reason: 'faceDetector' });
  expect(client.judge).not.toHaveBeenCalled();
});

test('pixels travel as text where the wire is JSON', async () => {
  const client = engine({ typed: () => Promise.resolve(false) });
  await judgeFrame(frame, context, client);
  const [request] = vi.mocked(client.judge).mock.calls[0] ?? [];
  expect(typeof request?.crops[0]?.pixels.rgba).toBe('string');
});
