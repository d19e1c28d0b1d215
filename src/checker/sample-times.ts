/** Frames taken of a file where nothing else is asked for. */
export const DEFAULT_FRAMES = 16;
const MAX_FRAMES = 256;

/** The number after `?frames=`, 1…256; {@link DEFAULT_FRAMES} where it is missing or no such number. */
export function framesWanted(query: string): number {
  const given = Number(new URLSearchParams(query).get('frames') ?? DEFAULT_FRAMES);
  return Number.isInteger(given) && given >= 1 && given <= MAX_FRAMES ? given : DEFAULT_FRAMES;
}

/** Media times in ms: the middle of each of `frames` equal parts, so that neither title nor last black frame is all. */
export function sampleTimes(durationMs: number, frames: number): number[] {
  return Array.from({ length: frames }, (_, i) => ((i + 0.5) * durationMs) / frames);
}
