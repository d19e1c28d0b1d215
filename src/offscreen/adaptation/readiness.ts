import type { Needed } from '../../contracts/gathered.ts';
import type { Notice } from '../../contracts/notice.ts';
import type { Round } from '../../contracts/round.ts';
import { wasJudged } from '../../adaptation/store/stored-rounds.ts';
import { NEEDED, SCHEDULE } from '../../adaptation/tunables.ts';

/** When a round begins by itself. */

/** Whether enough was gathered for a round at all. */
export function isEnough({ faces, videos, days }: Needed): boolean {
  return faces >= NEEDED.faces && videos >= NEEDED.videos && days >= NEEDED.days;
}

/** Why there is too little for a round; null if there is enough. */
export function shortfallOf(gathered: Needed): Notice | null {
  if (isEnough(gathered)) return null;
  const { faces, videos, days } = gathered;
  return {
    code: 'tooLittle',
    faces,
    facesNeeded: NEEDED.faces,
    videos,
    videosNeeded: NEEDED.videos,
    days,
    daysNeeded: NEEDED.days,
  };
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
  const last = rounds[ended];
  const afterEnd = last ? last.at + endPause(rounds) : 0;
  const afterFailure = failures === 0 ? 0 : (rounds[0]?.at ?? 0) + failurePause(failures);
  const fresh = judged ? takenAt.filter((at) => at > judged.at).length : SCHEDULE.newFaces;
  return { notBefore: Math.max(afterEnd, afterFailure), newFaces: Math.max(0, SCHEDULE.newFaces - fresh) };
}

/** A site that was refused again and again will hardly pass tomorrow. @param rounds the newest first, one that ended at least. */
function endPause(rounds: readonly Round[]): number {
  const judged = rounds.filter(wasJudged);
  const passed = judged.findIndex(({ outcome }) => outcome !== 'refused');
  const refusals = passed === -1 ? judged.length : passed;
  return Math.min(SCHEDULE.longestPauseMs, SCHEDULE.pauseMs * 2 ** Math.max(0, refusals - 1));
}

/** @param failures in a row, at least 1. */
function failurePause(failures: number): number {
  return Math.min(SCHEDULE.longestFailurePauseMs, SCHEDULE.failurePauseMs * 2 ** (failures - 1));
}

/** Whether a round is due without being asked for. Parameters as of {@link awaited}. */
export function isDue(
  gathered: Needed,
  takenAt: readonly number[],
  rounds: readonly Round[],
  now: number,
): boolean {
  const { notBefore, newFaces } = awaited(takenAt, rounds);
  return isEnough(gathered) && now >= notBefore && newFaces === 0;
}

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
    return !charging && level < SCHEDULE.batteryLow;
  } catch {
    // Not allowed in this context: as good as not told.
    return false;
  }
}
