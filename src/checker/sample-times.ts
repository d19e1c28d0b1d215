/** Frames taken of a file where nothing else is asked for. */
const DEFAULT_FRAMES = 16;
const MAX_FRAMES = 256;

/** The number after `?frames=`, 1…256; {@link DEFAULT_FRAMES} where it is missing or no such number. */
export function framesWanted(query: string): number {
  const given = Number(new URLSearchParams(query).get('frames') ?? DEFAULT_FRAMES);
  return Number.isInteger(given) && given >= 1 && given <= MAX_FRAMES ? given : DEFAULT_FRAMES;
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
