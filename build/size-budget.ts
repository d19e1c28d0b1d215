const MIB = 1024 * 1024;

/**
 * What each part of the extension may weigh, in bytes: some more than it does, so that no part grows without somebody noticing. The first
 * name that a file's path begins with is its part.
 */
const BUDGET = [
  ['models/detector/', 8 * MIB],
  ['models/replay/', 8 * MIB],
  // Tells people apart, where a video is compared with genuine ones.
  ['models/identity/', 6.3 * MIB],
  ['models/', 0.8 * MIB],
  ['wasm/mediapipe/', 11.2 * MIB],
  ['wasm/tfjs/', 0.8 * MIB],
  ['assets/c2pa_bg', 9.2 * MIB],
  ['sample/', 0.35 * MIB],
  // In every page: what a site's visitor waits for.
  ['src/content/', 0.15 * MIB],
  ['', 2.7 * MIB],
] as const satisfies readonly (readonly [string, number])[];

interface PartSize {
  /** The beginning of its files' paths; empty for all others. */
  part: string;
  bytes: number;
  limit: number;
}

/** @param files bytes by path, with forward slashes. @returns each part of the budget, the largest first. */
export function partSizes(files: ReadonlyMap<string, number>): PartSize[] {
  const sizes = BUDGET.map(([part, limit]) => ({ part, bytes: 0, limit }));
  for (const [name, bytes] of files) {
    const own = sizes.find(({ part }) => name.startsWith(part));
    if (own) own.bytes += bytes;
  }
  return sizes.sort((a, b) => b.bytes - a.bytes);
}
