import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openFile } from '../../../src/files/open-file.ts';

/** Pictures on which the browser's decoders hang. */

const never = () => new Promise<never>(() => undefined);
const tracks = { ready: Promise.resolve(), selectedTrack: { animated: true, frameCount: 3 } };
const GIF = new File([new TextEncoder().encode('GIF89a')], 'a.gif');

function stubDecoder(decoder: object): void {
  const made = { tracks, completed: Promise.resolve(), decode: never, close: () => undefined, ...decoder };
  vi.stubGlobal(
    'ImageDecoder',
    Object.assign(
      vi.fn(function () {
        return made;
      }),
      { isTypeSupported: () => Promise.resolve(true) },
    ),
  );
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('createImageBitmap', never);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it.each([
  [
    'an animation whose frames are never counted, nor decoded as a picture',
    { completed: never() },
    'damaged',
  ],
  ['an animation whose frames are never decoded', {}, 'noFrames'],
])('%s is refused after a while', async (_, decoder, reason) => {
  stubDecoder(decoder);
  const refusal = expect(openFile(GIF, new AbortController().signal)).rejects.toMatchObject({ reason });
  await vi.advanceTimersByTimeAsync(180_000);
  await refusal;
});
