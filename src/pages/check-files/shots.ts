import type { RetainedFrame } from '../../frames/retained-frame.ts';

/** Where a file cuts from one shot to another, by looking at it now and then without judging anything. */

/** Time between two looks, in ms; shots that are shorter may be missed. */
const LOOK_EVERY_MS = 1000;
/** Looks at a file at most: each is a seek, some hundredths of a second. */
const MOST_LOOKS = 240;
/** Frames closer than this see every shot anyway. */
const CLOSE_MS = 1000;
/** Side in px of the picture of a look. */
const SIDE = 16;
/** Mean difference of two looks, 0…1, that is a cut. First choice: that of a new scene on pages. */
const CUT = 0.1;

/** When to look for cuts, in ms; never where the frames that are judged lie close enough. */
export function lookTimes(durationMs: number, frames: number): number[] {
  if (durationMs / frames <= CLOSE_MS) return [];
  const looks = Math.min(MOST_LOOKS, Math.ceil(durationMs / LOOK_EVERY_MS));
  return Array.from({ length: looks }, (_, i) => ((i + 0.5) * durationMs) / looks);
}

/** How bright a frame is, point by point. */
export interface ShotSample {
  timeMs: number;
  brightness: readonly number[];
}

export function lookAt(frame: RetainedFrame, timeMs: number): ShotSample {
  const { data } = frame.small(SIDE);
  const brightness = Array.from({ length: data.length / 4 }, (_, i) => {
    const [red = 0, green = 0, blue = 0] = data.subarray(4 * i, 4 * i + 3);
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
  });
  return { timeMs, brightness };
}

function difference(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] ?? 0)), 0) / Math.max(1, a.length);
}

/** The looks of each shot, in order. */
export function shotsIn(looks: readonly ShotSample[]): ShotSample[][] {
  const shots: ShotSample[][] = [];
  for (const look of looks) {
    const shot = shots.at(-1);
    const last = shot?.at(-1);
    if (shot && last && difference(last.brightness, look.brightness) < CUT) shot.push(look);
    else shots.push([look]);
  }
  return shots;
}

/**
 * Times in the middle of shots that none of the given times is in, the longest first.
 * @param most so many at most.
 */
export function missedShots(looks: readonly ShotSample[], times: readonly number[], most: number): number[] {
  const every = looks.length > 1 ? (looks[1]?.timeMs ?? 0) - (looks[0]?.timeMs ?? 0) : 0;
  return shotsIn(looks)
    .map((shot) => {
      const [from, to] = [shot[0]?.timeMs ?? 0, shot.at(-1)?.timeMs ?? 0];
      return {
        from: from - every / 2,
        to: to + every / 2,
        middle: shot[Math.floor(shot.length / 2)]?.timeMs ?? from,
      };
    })
    .filter(({ from, to }) => !times.some((time) => time >= from && time <= to))
    .sort((a, b) => b.to - b.from - (a.to - a.from))
    .slice(0, most)
    .map(({ middle }) => middle);
}

/**
 * The shots of a medium by all frames that were seen of it: each from the middle between two frames on, in order, without gaps.
 * @param looks in any order.
 */
export function shotsBetween(
  looks: readonly ShotSample[],
  durationMs: number,
): { fromMs: number; toMs: number }[] {
  const shots = shotsIn([...looks].sort((a, b) => a.timeMs - b.timeMs));
  const cuts = shots.slice(1).map((shot, i) => {
    const before = shots[i]?.at(-1)?.timeMs ?? 0;
    return (before + (shot[0]?.timeMs ?? before)) / 2;
  });
  const edges = [0, ...cuts, durationMs];
  return shots.map((_, i) => ({ fromMs: edges[i] ?? 0, toMs: edges[i + 1] ?? durationMs }));
}
