import { TUNABLES } from './tunables.ts';
import type { Box } from './types.ts';

/** Where and when a face was seen last. */
export interface Sighting {
  /** In fractions of the frame. */
  box: Box;
  /** Width over height of the frame, so that distances are the same across and down. */
  aspect: number;
  timeMs: number;
}

/**
 * The sighting by which a face is recognised at a time: the nearest one in the time of the medium, of equals the newest. A clip that
 * loops comes back to where it was, and its faces are then the same again, not new ones.
 */
export function nearestInTime(sightings: readonly [Sighting, ...Sighting[]], timeMs: number): Sighting {
  return sightings.reduce((best, one) =>
    Math.abs(best.timeMs - timeMs) < Math.abs(one.timeMs - timeMs) ? best : one,
  );
}

/** Intersection over union of two boxes, 0…1. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const both = width * height;
  return both / (a.width * a.height + b.width * b.height - both);
}

function sideOf(sighting: Sighting): number {
  return Math.max(sighting.box.width * sighting.aspect, sighting.box.height);
}

/** Distance of the centres, in sides of the larger face. */
function distance(a: Sighting, b: Sighting): number {
  const across = a.box.x + a.box.width / 2 - (b.box.x + b.box.width / 2);
  const down = a.box.y + a.box.height / 2 - (b.box.y + b.box.height / 2);
  return Math.hypot(across * a.aspect, down) / Math.max(sideOf(a), sideOf(b));
}

/** How well a sighting continues a track: 0…2, or null if it does not. */
function affinity(before: Sighting, now: Sighting): number | null {
  const ratio = sideOf(now) / sideOf(before);
  if (ratio > TUNABLES.trackSizeRatio || ratio < 1 / TUNABLES.trackSizeRatio) return null;
  const shared = overlap(before.box, now.box);
  const gap = Math.abs(now.timeMs - before.timeMs) > TUNABLES.trackGapMs;
  if (gap && shared < TUNABLES.trackOverlapAfterGap) return null;
  const apart = distance(before, now);
  if (shared < TUNABLES.trackOverlap && apart > TUNABLES.trackDistance) return null;
  return shared + Math.max(0, 1 - apart);
}

/**
 * Assigns the faces of one frame to tracks, the best pairs first.
 * @param tracks of each track the sighting that is nearest in time.
 * @param faces the sightings of this frame.
 * @returns for each face the index of its track, or null for a face not seen before.
 */
export function assignTracks(tracks: readonly Sighting[], faces: readonly Sighting[]): (number | null)[] {
  const pairs = faces
    .flatMap((face, f) => tracks.map((track, t) => ({ face: f, track: t, score: affinity(track, face) })))
    .filter((pair): pair is { face: number; track: number; score: number } => pair.score !== null)
    .sort((a, b) => b.score - a.score || a.track - b.track);
  const result: (number | null)[] = faces.map(() => null);
  const taken = new Set<number>();
  for (const { face, track } of pairs) {
    if (taken.has(track) || result[face] !== null) continue;
    result[face] = track;
    taken.add(track);
  }
  return result;
}
