import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
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
      const place = placePanel({ x, y, ...BADGE }, panel, viewport, rtl);
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
    expect(intersection({ ...placePanel(badge, panel, viewport, false), ...panel }, badge)).toBeNull();
  }
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
