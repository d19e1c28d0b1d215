import { wasJudged } from '../../adaptation/stored-rounds.ts';
import { NEEDED } from '../../adaptation/tunables.ts';
import type { Round } from '../../adaptation/types.ts';

/** When a round begins by itself. */

const HOUR_MS = 3_600_000;
/** After a round that ended, or that the user ended, in ms: a day's browsing changes what is known of a site, an hour's hardly. */
const PAUSE_MS = 20 * HOUR_MS;
/** After a failure, twice as long after each further one: what fails at its end (a full disk) costs a whole training each time. */
export const FAILURE_PAUSE_MS = HOUR_MS;
const LONGEST_FAILURE_PAUSE_MS = 4 * HOUR_MS;
/** Faces that are new since the last round that was judged, without which it would be the same again. */
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

/** Why there is too little for a round, in words; empty if there is enough. */
export function shortfallOf(gathered: Gathered): string {
  if (isEnough(gathered)) return '';
  const { faces, videos, days } = gathered;
  return `Too little was gathered: ${faces} of ${NEEDED.faces} faces, ${videos} of ${NEEDED.videos} videos, ${days} of ${NEEDED.days} days`;
}

/** What the next round still waits for, enough given. */
interface Outstanding {
  /** The moment before which none begins by itself, ms since 1970; 0 if there was no round yet. */
  notBefore: number;
  /** New faces that are still missing. */
  newFaces: number;
}

/** @param takenAt of the samples, ms. @param rounds the newest first. */
export function awaited(takenAt: readonly number[], rounds: readonly Round[]): Outstanding {
  const judged = rounds.find(wasJudged);
  const ended = rounds.findIndex(({ outcome }) => outcome !== 'failed');
  const failures = ended === -1 ? rounds.length : ended;
  const afterEnd = (rounds[ended]?.at ?? -PAUSE_MS) + PAUSE_MS;
  const afterFailure = failures === 0 ? 0 : (rounds[0]?.at ?? 0) + failurePause(failures);
  const fresh = judged ? takenAt.filter((at) => at > judged.at).length : NEW_FACES;
  return { notBefore: Math.max(afterEnd, afterFailure), newFaces: Math.max(0, NEW_FACES - fresh) };
}

/** @param failures in a row, at least 1. */
function failurePause(failures: number): number {
  return Math.min(LONGEST_FAILURE_PAUSE_MS, FAILURE_PAUSE_MS * 2 ** (failures - 1));
}

/** Whether a round is due without being asked for. Parameters as of {@link awaited}. */
export function isDue(
  gathered: Gathered,
  takenAt: readonly number[],
  rounds: readonly Round[],
  now: number,
): boolean {
  const { notBefore, newFaces } = awaited(takenAt, rounds);
  return isEnough(gathered) && now >= notBefore && newFaces === 0;
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
