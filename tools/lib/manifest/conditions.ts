import { UsageError } from '../command-line/usage-error.ts';

/** The condition of items to which nothing was done. */
export const AS_IS = 'as is';

/** What is done to items before they are judged, to see what the detector bears. */

/** How much each kind of damage is done where nothing else is asked for, and the words of the condition. */
export const FAMILIES = {
  /** x264's constant rate factor: 23 is its default, 40 about the "c40" of FaceForensics++. */
  h264: { levels: [23, 28, 33, 38, 40], words: 'h264 crf', min: 0, max: 51 },
  /** The browser's quality, 1…100. */
  jpeg: { levels: [90, 70, 50, 30], words: 'jpeg', min: 1, max: 100 },
  /** Factor on both sides. */
  resize: { levels: [0.75, 0.5, 0.33, 0.25], words: 'resize', min: 0.05, max: 1 },
  /** Standard deviation of a Gaussian in px. */
  blur: { levels: [0.5, 1, 2, 3], words: 'blur', min: 0.1, max: 20 },
  /** Standard deviation of Gaussian noise, in 255ths. */
  noise: { levels: [2, 4, 8, 16], words: 'noise', min: 0.1, max: 100 },
  /** Side of its cells in px. */
  mosaic: { levels: [4, 8, 16, 32], words: 'mosaic', min: 2, max: 256 },
  /** Degrees, clockwise. */
  turn: { levels: [15, 30, 45, 90, 180], words: 'turn', min: 1, max: 359 },
} as const satisfies Record<string, { levels: readonly number[]; words: string; min: number; max: number }>;

type Family = keyof typeof FAMILIES;

export interface Condition {
  /** As in the scores: `as is`, `h264 crf 28`, `jpeg 50` … */
  name: string;
  /** null: nothing is done. */
  damage: { family: Family; level: number } | null;
}

/** The condition of items to which nothing is done. */
export const NOTHING: Condition = { name: AS_IS, damage: null };

function conditionOf(family: Family, level: number): Condition {
  return { name: `${FAMILIES[family].words} ${level}`, damage: { family, level } };
}

function isFamily(name: string): name is Family {
  return Object.hasOwn(FAMILIES, name);
}

const FAMILY_NAMES = Object.keys(FAMILIES).filter(isFamily);

function levelOf(family: Family, text: string): number {
  const level = Number(text);
  const { min, max } = FAMILIES[family];
  if (text.trim() === '' || !(level >= min && level <= max)) {
    throw new UsageError(`--conditions: ${family} takes numbers from ${min} to ${max}, not "${text}"`);
  }
  return level;
}

/**
 * Reads `robustness`, or a list such as `jpeg:90,50,blur:2,h264`: a number belongs to the family named last, a family
 * without numbers means all of its usual ones. What is left as it is comes first in any case, to compare with.
 * @throws UsageError
 */
export function parseConditions(text: string): Condition[] {
  if (text === 'robustness') {
    return [
      NOTHING,
      ...FAMILY_NAMES.flatMap((family) => FAMILIES[family].levels.map((n) => conditionOf(family, n))),
    ];
  }
  const levels = new Map<Family, number[]>();
  let current: Family | null = null;
  for (const part of text.split(',').map((piece) => piece.trim())) {
    if (part === AS_IS) continue;
    const [head = '', first] = part.split(':');
    if (isFamily(head)) {
      current = head;
      levels.set(current, levels.get(current) ?? []);
      if (first !== undefined) levels.get(current)?.push(levelOf(current, first));
    } else if (current !== null && first === undefined && part !== '' && !Number.isNaN(Number(part))) {
      levels.get(current)?.push(levelOf(current, part));
    } else {
      throw new UsageError(
        `--conditions: "${part}" is none of robustness, ${AS_IS}, ${FAMILY_NAMES.join(', ')} (as in "jpeg:90,50,blur:2")`,
      );
    }
  }
  return [
    NOTHING,
    ...[...levels].flatMap(([family, given]) =>
      [...new Set(given.length > 0 ? given : FAMILIES[family].levels)].map((level) =>
        conditionOf(family, level),
      ),
    ),
  ];
}
