import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FaceDetectorError, type FoundFace } from '../../../src/offscreen/face-finder.ts';
import { Faces } from '../../../src/offscreen/faces.ts';

const face: FoundFace = { x: 1, y: 2, width: 40, height: 40, confidence: 0.9 };
/** Nothing here looks at pixels. */
const frame: ImageData = {
  width: 64,
  height: 36,
  data: new Uint8ClampedArray(64 * 36 * 4),
  colorSpace: 'srgb',
};

/** Detectors that work for so many runs each. */
function detectors(...runs: number[]) {
  let started = 0;
  let closed = 0;
  const faces = new Faces(() => {
    const lasts = runs[started];
    if (lasts === undefined) return Promise.reject(new FaceDetectorError('no WebGL any more'));
    started++;
    let used = 0;
    return Promise.resolve({
      find: () => {
        if (++used > lasts) throw new Error('context lost');
        return [face];
      },
      close: () => {
        closed++;
      },
    });
  });
  return { faces, started: () => started, closed: () => closed };
}

class FakeImageData {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;

  constructor(data: Uint8ClampedArray, width: number, height: number) {
    this.data = data;
    this.width = width;
    this.height = height;
  }
}

beforeEach(() => void vi.stubGlobal('ImageData', FakeImageData));
afterEach(() => void vi.unstubAllGlobals());
beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined));
afterEach(() => void vi.restoreAllMocks());

describe('Faces', () => {
  it('looks at the same frame again with a new detector when one breaks', async () => {
    const { faces, started, closed } = detectors(1, 5);
    expect(await faces.find(frame)).toEqual([face]);
    expect(await faces.find(frame)).toEqual([face]);
    expect(started()).toBe(2);
    expect(closed()).toBe(1);
  });

  it('starts one new detector for two frames that meet the same break', async () => {
    const { faces, started } = detectors(0, 5);
    expect(await Promise.all([faces.find(frame), faces.find(frame)])).toEqual([[face], [face]]);
    expect(started()).toBe(2);
  });

  it('says that the face detector failed if a new one breaks or cannot start', async () => {
    await expect(detectors(0, 0).faces.find(frame)).rejects.toBeInstanceOf(FaceDetectorError);
    await expect(detectors(0).faces.find(frame)).rejects.toBeInstanceOf(FaceDetectorError);
  });

  it('finds a face in a frame that stands on its head, where it lies in that frame', async () => {
    const seen: ImageData[] = [];
    const faces = new Faces(() =>
      Promise.resolve({
        find: (shown) => {
          seen.push(shown);
          return [{ ...face, keypoints: [{ x: 10, y: 12 }] }];
        },
        close: () => undefined,
      }),
    );
    const marked = new ImageData(
      Uint8ClampedArray.from(frame.data, (_, i) => i % 251),
      64,
      36,
    );
    const [found] = await faces.findUpsideDown(marked);
    expect(seen[0]?.data.slice(0, 4)).toEqual(marked.data.slice(-4));
    expect(found).toMatchObject({ x: 64 - 1 - 40, y: 36 - 2 - 40, keypoints: [{ x: 54, y: 24 }] });
  });
});
