import { NEEDED } from '../../adaptation/tunables.ts';
import type { Round } from '../../adaptation/types.ts';

/** When a round begins by itself. */

/** Between two rounds of a site, in ms: a day's browsing changes what is known of it, an hour's hardly. */
const PAUSE_MS = 20 * 3_600_000;
/** Faces that are new since the last round, without which it would be the same again. */
const NEW_FACES = 20;

export interface Gathered {
  faces: number;
  videos: number;
  days: number;
}

/** Whether enough was gathered for a round at all. */
export function isEnough({ faces, videos, days }: Gathered): boolean {
  return faces >= NEEDED.faces && videos >= NEEDED.videos && days >= NEEDED.days;
}

/**
 * Whether a round is due without being asked for.
 * @param takenAt of the samples, ms. @param rounds the newest first; ones that were stopped or failed do not count.
 */
export function isDue(
  gathered: Gathered,
  takenAt: readonly number[],
  rounds: readonly Round[],
  now: number,
): boolean {
  if (!isEnough(gathered)) return false;
  const last = rounds.find(({ outcome }) => outcome === 'committed' || outcome === 'refused');
  if (!last) return true;
  return now - last.at >= PAUSE_MS && takenAt.filter((at) => at > last.at).length >= NEW_FACES;
}

/** Below this share of its charge a battery is spared; 0…1. */
const BATTERY_LOW = 0.3;

interface Battery {
  charging: boolean;
  level: number;
}

/** Not in every browser, and in none of the standard types. */
interface Powered {
  getBattery: () => Promise<Battery>;
}

function isPowered(value: object): value is Powered {
  return 'getBattery' in value;
}

/** Whether the device would rather not work now; false where the browser does not tell. */
export async function sparesBattery(): Promise<boolean> {
  if (!isPowered(navigator)) return false;
  try {
    const { charging, level } = await navigator.getBattery();
    return !charging && level < BATTERY_LOW;
  } catch {
    // Not allowed in this context: as good as not told.
    return false;
  }
}
