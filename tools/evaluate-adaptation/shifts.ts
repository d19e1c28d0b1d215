import { NOTHING, parseConditions, type Condition } from '../lib/manifest/conditions.ts';
import { nameList } from '../measuring/options.ts';
import { TRAINED_ON } from '../lib/manifest/parts.ts';
import { UsageError } from '../lib/command-line/usage-error.ts';

/** The sites that are adapted to: the source's own test faces under a damage it was not trained on, and other data sets as they are. */

export interface Shift {
  /** As in the tables: `h264 crf 40`, `ffpp-c40`. */
  name: string;
  dataset: string;
  condition: Condition;
  /** Frames of each video, or pictures of each clip. */
  frames: number;
}

/** Other data sets that can be adapted to, and how many frames of each of their videos are looked at. */
const OTHER_SETS: Readonly<Record<string, number>> = {
  'ffpp-c40': 8,
  'df-timit-lq': 3,
  openforensics: 1,
  ciplab: 1,
};

export const DAMAGES = 'h264:40,resize:0.33,blur:3';
/** Damages besides, under which ways of adapting are compared but their terms are not tried one by one. */
const FURTHER_DAMAGES = 'jpeg:20,noise:16';
export const ALL_SHIFTS = [DAMAGES, FURTHER_DAMAGES, ...Object.keys(OTHER_SETS)].join(',');
/** One damage, and the other sets. */
export const QUICK_SHIFTS = ['h264:40', ...Object.keys(OTHER_SETS)].join(',');

/** Those of which the manifest has the set. */
export function foundShifts(shifts: readonly Shift[], rows: readonly { dataset: string }[]): Shift[] {
  const known = new Set(rows.map(({ dataset }) => dataset));
  return shifts.filter(({ dataset }) => known.has(dataset));
}

/** Whether it is a damage to the source's own faces. */
export function isDamage({ dataset }: Shift): boolean {
  return dataset === TRAINED_ON;
}

/** Reads a list such as `h264:40,blur:3,ffpp-c40`. @throws UsageError */
export function parseShifts(text: string): Shift[] {
  const shifts = nameList(text).flatMap((name): Shift[] => {
    const frames = OTHER_SETS[name];
    if (frames !== undefined) return [{ name, dataset: name, condition: NOTHING, frames }];
    try {
      return parseConditions(name)
        .filter(({ damage }) => damage !== null)
        .map((condition) => ({ name: condition.name, dataset: TRAINED_ON, condition, frames: 1 }));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      throw new UsageError(
        `--shifts: "${name}" is neither a set (${Object.keys(OTHER_SETS).join(', ')}) nor a damage (as in "h264:40")`,
        { cause: error },
      );
    }
  });
  if (shifts.length === 0) throw new UsageError('--shifts names nothing to adapt to');
  return shifts;
}
