import type { Band } from '../../contracts/band.ts';
import type { Level } from '../../contracts/level.ts';
import type { Mark } from '../../contracts/mark.ts';
import { LEVEL } from '../tunables.ts';
import { sketchDistance } from './sketch.ts';
import { medianOf, normalQuantile, quantileOf } from './statistics.ts';

/**
 * The level of a site: where the scores of its genuine videos lie, told from scores alone, none of them with a label, and how far the two thresholds
 * are set apart for it.
 *
 * - *Likely manipulated* is raised where more of the site's genuine videos would lie above it than is meant to, unless so many lie there that they are hardly genuine. It is lowered only after many videos, to where hardly any
 *   of them lies, whichever are manipulated: false alarms do not rise.
 * - *No sign* is lowered where the site's scores run lower, so that it does not clear more. It is never raised: scores cannot tell
 *   whether manipulated videos of the site run higher, too.
 *
 * What the user said of videos counts as labels, and can only do so much: a trusted one is not taken for manipulated, one called fake is left out of the genuine ones,
 * and where several of those would be cleared, *No sign* is lowered.
 */

/** What one video said of one person. */
export interface LevelScore {
  /** Names the video; see {@link Sample}. */
  video: string;
  /** ms since 1970. */
  takenAt: number;
  logOdds: number;
  /** Of the face; see `sketch.ts`. */
  sketch: Uint8Array;
  /** What the user said of the video. */
  mark?: Mark | null;
}

/** @param thresholds in log-odds, for videos, as they are installed. @returns null where there is too little, or where it drifts. */
export function levelOf(scores: readonly LevelScore[], thresholds: Band): Level | null {
  const all = distinct(scores);
  const called = all.filter(({ mark }) => mark === 'fake');
  const fakes = called.slice(Math.max(0, called.length - Math.floor(all.length * LEVEL.marks.share)));
  const people = all.filter((person) => !fakes.includes(person));
  const videos = new Set(scores.map(({ video }) => video)).size;
  if (videos < LEVEL.needed.videos || people.length < LEVEL.needed.people || drifts(people)) return null;
  const values = people.map(({ logOdds }) => logOdds).sort((a, b) => a - b);
  const suspect = people.filter(
    ({ logOdds, mark }) => logOdds >= thresholds.manipulated && mark !== 'trusted',
  );
  const above = suspect.length / values.length;
  const genuine = shrunk(genuineOf(values, above), values.length);
  const shift = manipulatedShift(values, genuine, thresholds.manipulated);
  const lower = Math.min(
    genuine.location - LEVEL.source.location + LEVEL.lowerSlack,
    fakesShift(fakes, thresholds.noSign),
  );
  return {
    manipulated: within(above > LEVEL.manipulated.above ? Math.min(0, shift) : shift),
    noSign: within(Math.min(0, lower)),
    location: genuine.location,
    people: values.length,
  };
}

interface Distribution {
  location: number;
  spread: number;
}

interface Person {
  logOdds: number;
  /** The last that was given to a video of it. */
  mark: Mark | null;
}

/** One score a face, that of the middle: a clip that is shown again and again counts once. In the order in which the faces were first seen. */
function distinct(scores: readonly LevelScore[]): Person[] {
  const groups: { sketch: Uint8Array; scores: number[]; mark: Mark | null }[] = [];
  for (const { sketch, logOdds, mark = null } of scores.toSorted((a, b) => a.takenAt - b.takenAt)) {
    const same = groups.find((group) => sketchDistance(group.sketch, sketch) <= LEVEL.alike);
    if (!same) {
      groups.push({ sketch, scores: [logOdds], mark });
      continue;
    }
    same.scores.push(logOdds);
    same.mark = mark ?? same.mark;
  }
  return groups.map((group) => ({ logOdds: medianOf(group.scores), mark: group.mark }));
}

/** How far *No sign* must be lowered so that few of the videos called fake are cleared; above 0 where it is low enough, or too few were. */
function fakesShift(fakes: readonly Person[], threshold: number): number {
  if (fakes.length < LEVEL.marks.fakes) return 0;
  const sorted = fakes.map(({ logOdds }) => logOdds).sort((a, b) => a - b);
  return quantileOf(sorted, LEVEL.marks.cleared) - threshold;
}

/** Whether the newer half lies elsewhere than the older one by more than chance: somebody moves it, or the site is another than it was. */
function drifts(people: readonly { logOdds: number }[]): boolean {
  const values = people.map(({ logOdds }) => logOdds);
  const half = Math.floor(values.length / 2);
  const [older, newer] = [values.slice(0, half), values.slice(half)];
  const spread = Math.max(
    LEVEL.source.spread,
    spreadBelow(
      values.toSorted((a, b) => a - b),
      0,
    ),
  );
  // A median errs by 1.25 times as much as a mean.
  const error = 1.25 * spread * Math.sqrt(1 / older.length + 1 / newer.length);
  const { errors, least } = LEVEL.drift;
  return Math.abs(medianOf(newer) - medianOf(older)) > Math.max(least, errors * error);
}

/** Manipulated videos lie above, so the lower part tells where the genuine ones are. @param sorted ascending. @param above share, 0…1, that is called manipulated, and not trusted. */
function genuineOf(sorted: readonly number[], above: number): Distribution {
  const { most, caught } = LEVEL.manipulated;
  const manipulated = Math.min(most, Math.max(0, above - LEVEL.falseAlarms.raise) / caught);
  return {
    location: quantileOf(sorted, 0.5 * (1 - manipulated)),
    spread: spreadBelow(sorted, manipulated),
  };
}

/** Standard deviation by the quarter below the middle. */
function spreadBelow(sorted: readonly number[], manipulated: number): number {
  const share = 1 - manipulated;
  return (quantileOf(sorted, 0.5 * share) - quantileOf(sorted, 0.25 * share)) / -normalQuantile(0.25);
}

function shrunk({ location, spread }: Distribution, count: number): Distribution {
  const own = count / (count + LEVEL.shrinkage);
  const { source } = LEVEL;
  return {
    location: own * location + (1 - own) * source.location,
    spread: Math.sqrt(own * spread ** 2 + (1 - own) * source.spread ** 2),
  };
}

function manipulatedShift(sorted: readonly number[], genuine: Distribution, threshold: number): number {
  const raised = genuine.location - normalQuantile(LEVEL.falseAlarms.raise) * genuine.spread;
  if (raised > threshold) return raised - threshold;
  return Math.min(0, lowest(sorted) - threshold);
}

/**
 * Down to where the threshold may be: by the distribution of all videos, and no lower than all but a share of the scores that were seen (conformal);
 * from fewer scores than that share can be told by there is no telling where the genuine ones end.
 */
function lowest(sorted: readonly number[]): number {
  const { lower } = LEVEL.falseAlarms;
  const rank = Math.ceil((sorted.length + 1) * (1 - lower));
  const seen = sorted[rank - 1] ?? Infinity;
  const spread = spreadBelow(sorted, 0);
  return Math.max(quantileOf(sorted, 0.5) - normalQuantile(lower) * spread, seen);
}

function within(shift: number): number {
  const bounded = Math.max(-LEVEL.bound.down, Math.min(LEVEL.bound.up, shift));
  return Math.abs(bounded) < LEVEL.least ? 0 : bounded;
}
