import { describe, expect, it } from 'vitest';
import type { HistoryRecord } from '../../../src/history/record.ts';
import { looksAlike, recalled } from '../../../src/history/recall.ts';
import { hashDistance, pictureHash } from '../../../src/verdict/picture-hash.ts';
import { framePrint } from '../../../src/verdict/same-picture.ts';

/** A picture of soft blobs, RGBA; other ones for each `seed`. `change` is added to the brightness of a pixel. */
function picture(seed: number, size = 64, change: (x: number, y: number) => number = () => 0) {
  let state = (seed * 2_654_435_761) % 2 ** 32;
  const random = (): number => (state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32;
  const blobs = Array.from({ length: 24 }, () => ({
    x: random(),
    y: random(),
    radius: 0.05 + random() / 6,
    light: random() * 160 - 80,
  }));
  const data = new Uint8ClampedArray(size * size * 4);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const value = blobs.reduce((sum, blob) => {
        const distance = Math.hypot(x / size - blob.x, y / size - blob.y) / blob.radius;
        return sum + blob.light * Math.exp(-(distance ** 2));
      }, 120);
      data.fill(value + change(x, y), (y * size + x) * 4, (y * size + x) * 4 + 4);
    }
  }
  return { width: size, height: size, data };
}
const hashOf = (...made: Parameters<typeof picture>) => pictureHash(framePrint(picture(...made)));

describe('the hash of a frame', () => {
  it('is 64 bits, half of them set', () => {
    const hash = hashOf(1);
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
    expect(hashDistance(hash, '0000000000000000')).toBe(32);
  });
  it('stays nearly the same when the frame is resized, made brighter or noisy', () => {
    const noise = (x: number, y: number): number => ((x * 31 + y * 17) % 13) - 6;
    for (const other of [hashOf(1, 96), hashOf(1, 64, () => 20), hashOf(1, 64, noise)])
      expect(hashDistance(hashOf(1), other)).toBeLessThanOrEqual(4);
  });
  it('is another one for another frame', () => {
    expect(hashDistance(hashOf(1), hashOf(2))).toBeGreaterThan(16);
  });
});

const shot = ['00000000ffffffff', '0000000fffffffff', '000000ffffffffff', 'ffffffff00000000'];

describe('a video', () => {
  it('is found again by most of its frames, not by few', () => {
    expect(looksAlike(shot, shot)).toBe(true);
    expect(looksAlike(shot, shot.slice(0, 3))).toBe(true);
    expect(looksAlike(shot, ['ffffffff00000000', 'fffffff000000000', 'ffffff0000000000'])).toBe(false);
    expect(looksAlike(shot.slice(0, 2), shot)).toBe(false);
  });
  it('recalls the newest other record that looks like it', () => {
    const record = (id: string, at: number, hashes?: string[]): HistoryRecord => ({
      ...{ id, at, page: 'https://a.example/', site: 'a.example', label: '', faces: 1, frames: 8 },
      verdict: { kind: 'manipulated' },
      modelVersion: '1',
      hashes,
    });
    const records = [
      record('own', 4, shot),
      record('none', 3),
      record('new', 2, shot),
      record('old', 1, shot),
    ];
    const before = { at: 2, site: 'a.example', verdict: { kind: 'manipulated' } };
    expect(recalled(shot, 'own', records)).toEqual(before);
    expect(recalled([], 'own', records)).toBeNull();
    expect(recalled(shot, 'own', [record('none', 3)])).toBeNull();
  });
});
