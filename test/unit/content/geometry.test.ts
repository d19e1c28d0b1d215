import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pictureIn } from '../../../src/content/badge/faces.ts';
import { placeBadge, placePanel } from '../../../src/content/badge/position.ts';
import { isHalfVisible, isLargeEnough } from '../../../src/content/eligible.ts';
import { smallestAround } from '../../../src/content/pointer.ts';
import { area, contains, intersection, type Rect } from '../../../src/content/rects.ts';
import { CORNERS } from '../../../src/settings/schema.ts';

const coordinate = fc.integer({ min: -500, max: 2000 });
const side = fc.integer({ min: 1, max: 1500 });
const anyRect = fc.record<Rect>({ x: coordinate, y: coordinate, width: side, height: side });
const BADGE = { width: 120, height: 26 };
const VIDEO = { x: 100, y: 100, width: 640, height: 360 };

test('what two rectangles share lies in both', () => {
  fc.assert(
    fc.property(anyRect, anyRect, (a, b) => {
      const shared = intersection(a, b);
      if (!shared) return;
      expect(area(shared)).toBeLessThanOrEqual(Math.min(area(a), area(b)));
      const corner = { x: shared.x, y: shared.y };
      expect(contains(a, corner) && contains(b, corner)).toBe(true);
    }),
  );
});

describe('the badge', () => {
  test('sits in the wanted corner, mirrored in right-to-left pages', () => {
    expect(placeBadge(VIDEO, VIDEO, BADGE, 'top-start', false)).toEqual({ x: 108, y: 108 });
    expect(placeBadge(VIDEO, VIDEO, BADGE, 'top-start', true)).toEqual({ x: 612, y: 108 });
    expect(placeBadge(VIDEO, VIDEO, BADGE, 'bottom-end', false)).toEqual({ x: 612, y: 426 });
  });
  test('is left away where the visible part is too small for it', () => {
    expect(placeBadge(VIDEO, { ...VIDEO, height: 20 }, BADGE, 'top-start', false)).toBeNull();
  });
  test('never lies outside of what is to be seen of its video', () => {
    fc.assert(
      fc.property(
        anyRect,
        anyRect,
        fc.constantFrom(...CORNERS),
        fc.boolean(),
        (video, viewport, corner, rtl) => {
          const visible = intersection(video, viewport);
          const place = visible && placeBadge(video, visible, BADGE, corner, rtl);
          if (!place) return;
          expect(intersection({ ...place, ...BADGE }, visible)).toEqual({ ...place, ...BADGE });
        },
      ),
    );
  });
});

test('the details never leave a viewport that can hold them', () => {
  const panel = { width: 320, height: 400 };
  const viewport = { width: 900, height: 700 };
  fc.assert(
    fc.property(coordinate, coordinate, fc.boolean(), (x, y, rtl) => {
      const around = { badge: { x, y, ...BADGE }, video: VIDEO, faces: [], viewport, rtl };
      const { x: left, y: top } = placePanel(panel, around);
      const place = { x: left, y: top };
      const inside = intersection({ ...place, ...panel }, { x: 0, y: 0, ...viewport });
      expect(inside).toEqual({ ...place, ...panel });
    }),
  );
});

test('the details do not cover the badge where there is room below, above or beside', () => {
  const viewport = { width: 900, height: 900 };
  for (const [x, y] of [
    [50, 20],
    [50, 860],
    [50, 450],
    [700, 450],
  ] as const) {
    const badge = { x, y, ...BADGE };
    const panel = { width: 320, height: 440 };
    const around = { badge, video: VIDEO, faces: [], viewport, rtl: false };
    expect(intersection({ ...placePanel(panel, around), ...panel }, badge)).toBeNull();
  }
});

describe('the details open beside a face', () => {
  const panel = { width: 320, height: 300 };
  const badge = { x: 108, y: 108, ...BADGE };
  const around = { badge, video: VIDEO, viewport: { width: 1280, height: 800 }, rtl: false };
  const under = { x: 150, y: 160, width: 150, height: 200 };

  test.each([
    ['under the badge', [under]],
    ['in the middle', [{ x: 340, y: 150, width: 200, height: 250 }]],
    ['under the badge, and others', [under, { x: 500, y: 150, width: 150, height: 200 }]],
  ])('that is %s', (_, faces) => {
    const rect = { ...placePanel(panel, { ...around, faces }), ...panel };
    for (const each of [...faces, badge]) expect(intersection(rect, each)).toBeNull();
  });

  test('and on whatever side covers least of it where it is as large as the window', () => {
    const face = { x: 300, y: 0, width: 900, height: 800 };
    const place = placePanel(panel, { ...around, video: { ...VIDEO, width: 1100 }, faces: [face] });
    expect(place.x).toBeLessThan(300);
  });

  test('and stay on their side when the face moves a little', () => {
    const before = placePanel(panel, { ...around, faces: [under] });
    const faces = [{ ...under, x: before.x + panel.width - 10, y: before.y }];
    expect(placePanel(panel, { ...around, faces }, before.side).side).toBe(before.side);
  });
});

test('a picture lies in its video as the page has it', () => {
  const box = { x: 0, y: 0, width: 400, height: 400 };
  expect(pictureIn(box, 2, 'contain')).toEqual({ x: 0, y: 100, width: 400, height: 200 });
  expect(pictureIn(box, 2, 'cover')).toEqual({ x: -200, y: 0, width: 800, height: 400 });
  expect(pictureIn(box, 2, 'fill')).toEqual(box);
  expect(pictureIn(box, 0.5, 'contain')).toEqual({ x: 100, y: 0, width: 200, height: 400 });
});

describe('which videos are looked at', () => {
  const screen = { width: 1000, height: 800 };
  test('those of which half is on the screen', () => {
    expect(isHalfVisible(VIDEO, { ...VIDEO, height: 180 }, screen)).toBe(true);
    expect(isHalfVisible(VIDEO, { ...VIDEO, height: 179 }, screen)).toBe(false);
  });
  test('those that fill half of the screen, however tall they are', () => {
    const tall = { x: 0, y: 0, width: 1000, height: 4000 };
    expect(isHalfVisible(tall, { ...tall, height: 800 }, screen)).toBe(true);
  });
  test('not those too small to show a face, nor tracking pixels of large files', () => {
    expect(isLargeEnough({ width: 640, height: 360 }, { width: 0, height: 0 })).toBe(true);
    expect(isLargeEnough({ width: 100, height: 60 }, { width: 1280, height: 720 })).toBe(true);
    expect(isLargeEnough({ width: 100, height: 60 }, { width: 100, height: 60 })).toBe(false);
    expect(isLargeEnough({ width: 1, height: 1 }, { width: 1280, height: 720 })).toBe(false);
  });
});

test('of nested players the innermost is meant', () => {
  const outer = ['outer', { x: 0, y: 0, width: 500, height: 500 }] as const;
  const inner = ['inner', { x: 100, y: 100, width: 50, height: 50 }] as const;
  expect(smallestAround({ x: 120, y: 120 }, [outer, inner])).toBe('inner');
  expect(smallestAround({ x: 20, y: 20 }, [outer, inner])).toBe('outer');
  expect(smallestAround({ x: 700, y: 20 }, [outer, inner])).toBeNull();
});
