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

  constructor(...given: [data: Uint8ClampedArray, width: number, height: number] | [number, number]) {
    const [width, height] = given.length === 3 ? [given[1], given[2]] : given;
    this.data = given.length === 3 ? given[0] : new Uint8ClampedArray(width * height * 4);
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
});

/** What a detector finds in a frame as it is, with a margin, and in both upside down: how sure it is, or nothing. */
interface Sight {
  plain?: number;
  margin?: number;
  turned?: number;
  marginTurned?: number;
}

/** A frame whose first pixel tells which way up it is. */
function marked(): ImageData {
  const data = new Uint8ClampedArray(64 * 36 * 4).fill(100);
  data[0] = 1;
  return new ImageData(data, 64, 36);
}

const MARGIN = 64;
/** Off the middle, so that its place tells which way up it was seen. */
const BOX = { x: 20, y: 4, width: 26, height: 26 };

function seen(sight: Sight) {
  const looks: (keyof Sight)[] = [];
  const find = ({ width, data }: ImageData): FoundFace[] => {
    const padded = width > 64;
    const first = data[padded ? (MARGIN * width + MARGIN) * 4 : 0] === 1;
    const look = padded ? (first ? 'margin' : 'marginTurned') : first ? 'plain' : 'turned';
    looks.push(look);
    const confidence = sight[look];
    if (confidence === undefined) return [];
    const by = padded ? MARGIN : 0;
    const eye = { x: 30 + by, y: 10 + by };
    return [{ ...BOX, x: BOX.x + by, y: BOX.y + by, confidence, keypoints: [eye] }];
  };
  const faces = new Faces(() => Promise.resolve({ find, close: () => undefined }));
  return { faces, looks };
}

/** The first look that finds something. */
async function firstFound(sight: Sight): Promise<FoundFace[]> {
  for await (const found of seen(sight).faces.looks(marked())) if (found.length > 0) return found;
  return [];
}

const UPRIGHT = { ...BOX, keypoints: [{ x: 30, y: 10 }] };
const TURNED = { ...BOX, x: 64 - 20 - 26, y: 36 - 4 - 26, keypoints: [{ x: 34, y: 26 }] };

describe('the looks at a frame', () => {
  it('end at once with a face that is found surely', async () => {
    const { faces, looks } = seen({ plain: 0.9, turned: 0.95 });
    const { value } = await faces.looks(marked()).next();
    expect(value).toMatchObject([UPRIGHT]);
    expect(looks).toEqual(['plain']);
  });

  it.each([
    ['upright, and hardly upside down', { plain: 0.7, turned: 0.6, marginTurned: 0.55 }, UPRIGHT],
    ['surer upright from further away', { plain: 0.55, margin: 0.75, marginTurned: 0.6 }, UPRIGHT],
    ['upright from further away alone', { margin: 0.7 }, UPRIGHT],
    ['as if upright, but surer upside down', { plain: 0.6, turned: 0.7 }, TURNED],
    ['as if upright, but surer upside down from further away', { plain: 0.6, marginTurned: 0.75 }, TURNED],
    ['as if upright from further away, but surer upside down', { margin: 0.6, marginTurned: 0.7 }, TURNED],
    ['upside down alone', { turned: 0.6 }, TURNED],
    ['upside down from further away alone', { marginTurned: 0.7 }, TURNED],
  ])('find a face that is seen %s', async (_, sight, expected) => {
    expect(await firstFound(sight)).toMatchObject([expected]);
  });

  it('do not take a pattern for a face in the last of four', async () => {
    expect(await firstFound({ marginTurned: 0.6 })).toEqual([]);
  });

  it('leave a face alone that lies elsewhere', async () => {
    const face: FoundFace = { x: 0, y: 0, width: 10, height: 10, confidence: 0.6 };
    const faces = new Faces(() => Promise.resolve({ find: () => [face], close: () => undefined }));
    const { value } = await faces.looks(marked()).next();
    expect(value).toEqual([face]);
  });
});
