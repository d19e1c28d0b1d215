import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeFaces, tilesOf } from '../../../src/offscreen/tiles.ts';

describe('tilesOf', () => {
  const side = fc.integer({ min: 6, max: 640 });

  it('lies in the frame and shows every face of a tenth of it whole in some tile', () => {
    const frame = fc.record({ width: side, height: side, x: fc.double({ min: 0, max: 0.9, noNaN: true }) });
    fc.assert(
      fc.property(frame, fc.double({ min: 0, max: 0.9, noNaN: true }), ({ width, height, x }, y) => {
        const tiles = tilesOf(width, height);
        for (const tile of tiles) {
          expect(tile.x + tile.width).toBeLessThanOrEqual(width);
          expect(tile.y + tile.height).toBeLessThanOrEqual(height);
        }
        const face = { x: x * width, y: y * height, right: (x + 0.1) * width, bottom: (y + 0.1) * height };
        const whole = tiles.some(
          (tile) =>
            face.x >= tile.x - 1 &&
            face.y >= tile.y - 1 &&
            face.right <= tile.x + tile.width + 2 &&
            face.bottom <= tile.y + tile.height + 2,
        );
        expect(whole).toBe(true);
      }),
    );
  });
});

describe('mergeFaces', () => {
  it('keeps one box, the larger, of a face seen in two tiles, and both of two faces', () => {
    const whole = { x: 100, y: 100, width: 30, height: 30 };
    const cut = { x: 100, y: 100, width: 22, height: 30 };
    const other = { x: 140, y: 100, width: 28, height: 28 };
    expect(mergeFaces([{ ...cut, height: 22 }, whole, other])).toEqual([whole, other]);
  });
});
