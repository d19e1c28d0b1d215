import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignTracks, nearestInTime, overlap, type Sighting } from '../../../src/verdict/tracks.ts';

function at(x: number, y: number, size = 0.1, timeMs = 0): Sighting {
  return { box: { x, y, width: size, height: size }, aspect: 1, timeMs };
}

describe('assignTracks', () => {
  it('follows two faces that move a little, whichever is found first', () => {
    const tracks = [at(0.1, 0.1), at(0.6, 0.1)];
    expect(assignTracks(tracks, [at(0.58, 0.12, 0.1, 1000), at(0.13, 0.1, 0.1, 1000)])).toEqual([1, 0]);
  });

  it('gives a face only to one track, and the better one', () => {
    const tracks = [at(0.1, 0.1), at(0.14, 0.1)];
    expect(assignTracks(tracks, [at(0.14, 0.1, 0.1, 500)])).toEqual([1]);
    expect(assignTracks([at(0.1, 0.1)], [at(0.12, 0.1), at(0.1, 0.1)])).toEqual([null, 0]);
  });

  it.each([
    ['elsewhere', at(0.5, 0.5, 0.1, 1000)],
    ['of quite another size', at(0.05, 0.05, 0.2, 1000)],
    ['nearby, but after a long time', at(0.15, 0.1, 0.1, 6000)],
  ])('begins a new track for a face %s', (_, face) => {
    expect(assignTracks([at(0.1, 0.1)], [face])).toEqual([null]);
  });

  it('follows a face that stays in its place for a long time', () => {
    expect(assignTracks([at(0.1, 0.1)], [at(0.11, 0.1, 0.1, 60_000)])).toEqual([0]);
  });

  it('follows a face when the video was wound back', () => {
    expect(assignTracks([at(0.1, 0.1, 0.1, 4000)], [at(0.1, 0.1, 0.1, 0)])).toEqual([0]);
  });

  it('measures distance alike across and down in a wide frame', () => {
    const face = (x: number, y: number): Sighting => ({
      box: { x, y, width: 0.1 / 2, height: 0.1 },
      aspect: 2,
      timeMs: 0,
    });
    expect(assignTracks([face(0.2, 0.2)], [face(0.2 + 0.05 / 2, 0.2)])).toEqual([0]);
    expect(assignTracks([face(0.2, 0.2)], [face(0.2 + 0.15 / 2, 0.2)])).toEqual([null]);
  });
});

describe('nearestInTime', () => {
  it('finds the face of a looping clip where it was in the first round', () => {
    const sightings: [Sighting, ...Sighting[]] = [
      at(0.1, 0.1, 0.1, 0),
      at(0.4, 0.1, 0.1, 5000),
      at(0.8, 0.1, 0.1, 10_000),
    ];
    expect(nearestInTime(sightings, 300)).toBe(sightings[0]);
    expect(nearestInTime(sightings, 9000)).toBe(sightings[2]);
  });

  it('takes the newer of two equally near', () => {
    const sightings: [Sighting, ...Sighting[]] = [at(0.1, 0.1, 0.1, 500), at(0.2, 0.1, 0.1, 500)];
    expect(nearestInTime(sightings, 500)).toBe(sightings[1]);
  });
});

describe('overlap', () => {
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  const size = fc.double({ min: 0.01, max: 1, noNaN: true });
  const box = fc.record({ x: unit, y: unit, width: size, height: size });

  it('is symmetric, in 0…1, and 1 for the same box', () => {
    fc.assert(
      fc.property(box, box, (a, b) => {
        expect(overlap(a, b)).toBeCloseTo(overlap(b, a), 12);
        expect(overlap(a, b)).toBeGreaterThanOrEqual(0);
        expect(overlap(a, b)).toBeLessThanOrEqual(1 + 1e-9);
        expect(overlap(a, a)).toBeCloseTo(1);
      }),
    );
  });
});
