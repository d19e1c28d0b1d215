import { beforeEach, expect, test, vi } from 'vitest';
import { Motion } from '../../../src/content/motion.ts';

/** Of a video of 320 × 180 px. */
let y: number;

beforeEach(() => {
  y = 0;
  class FakeElement {
    getBoundingClientRect(): Partial<DOMRect> {
      return { x: 0, y, width: 320, height: 180 };
    }
  }
  vi.stubGlobal('Element', FakeElement);
});

/** Looks every 250 ms at a video. @param places its upper edge each time. */
function looks(places: readonly number[], every = 250): boolean[] {
  const [motion, video] = [new Motion(), Object.create(Element.prototype) as HTMLVideoElement];
  return places.map((place, i) => {
    y = place;
    return motion.isFast(video, 10_000 + i * every);
  });
}

test('a video that is scrolled past moves fast, and one that came to rest does not', () => {
  expect(looks([600, 450, 300, 150, 150])).toEqual([true, true, true, true, false]);
});

test('a page that is scrolled to and fro by a few pixels, or slowly, keeps its videos where they are', () => {
  expect(looks([100, 101, 99, 101, 100]).slice(1)).toEqual([false, false, false, false]);
  expect(looks([100, 125, 150, 175]).slice(1)).toEqual([false, false, false]);
});

test('looks that are far between tell as well', () => {
  expect(looks([100, 102, 99], 2000).slice(1)).toEqual([false, false]);
  expect(looks([1000, 400, -200], 2000).slice(1)).toEqual([true, true]);
});
