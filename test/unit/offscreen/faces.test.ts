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
});
