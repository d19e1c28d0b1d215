import { unevenness } from '../../frames/uneven.ts';

/** Frames taken of a short file where nothing else is asked for. */
const DEFAULT_FRAMES = 16;
const MAX_FRAMES = 256;

/** How many frames are taken of each file. */
export interface FramePlan {
  frames: number;
  /** Asked for in so many words: so many, evenly spread. Else as many as length and shots call for, `frames` at least. */
  exact: boolean;
}

/** The number after `?frames=`, 1…256; {@link DEFAULT_FRAMES} where it is missing or no such number. */
export function framesWanted(query: string): number {
  return numberIn(query) ?? DEFAULT_FRAMES;
}

export function framePlan(query: string): FramePlan {
  return { frames: framesWanted(query), exact: numberIn(query) !== null };
}

function numberIn(query: string): number | null {
  const given = new URLSearchParams(query).get('frames');
  const number = Number(given);
  return given !== null && Number.isInteger(number) && number >= 1 && number <= MAX_FRAMES ? number : null;
}

/** Closer frames than at 25 a second would be the same one, counted as evidence twice. */
const CLOSEST_MS = 40;

/**
 * Media times in ms: the middle of each of `frames` equal parts, so that neither title nor last black frame is all.
 * Fewer, at least one, where the medium is too short to hold `frames` different ones.
 */
export function sampleTimes(durationMs: number, frames: number): number[] {
  const parts = Math.max(1, Math.min(frames, Math.floor(durationMs / CLOSEST_MS)));
  return Array.from({ length: parts }, (_, i) => ((i + 0.5) * durationMs) / parts);
}

/** As {@link sampleTimes}, a little uneven. */
export function unevenTimes(durationMs: number, frames: number): number[] {
  const even = sampleTimes(durationMs, frames);
  const part = durationMs / even.length;
  return even.map((time, i) => time + part * unevenness(i));
}
