import { AS_IS } from '../../lib/manifest/conditions.ts';

/** A condition taken apart: `h264 crf 28` is level 28 of the family `h264 crf`. */
export interface Condition {
  name: string;
  /** Empty for `as is`. */
  family: string;
  /** NaN where the name ends in no number. */
  level: number;
}

/** Families in which a smaller number is the stronger treatment. */
const SMALLER_IS_HARDER = new Set(['jpeg', 'resize']);

export function parseCondition(name: string): Condition {
  if (name === AS_IS) return { name, family: '', level: NaN };
  const [, family, level] = /^(.*\S)\s+(-?\d+(?:\.\d+)?)$/.exec(name) ?? [];
  return family === undefined ? { name, family: name, level: NaN } : { name, family, level: Number(level) };
}

/** `as is` first, then family by family, each from the gentlest to the hardest. */
export function compareConditions(a: string, b: string): number {
  const one = parseCondition(a);
  const other = parseCondition(b);
  if (one.family !== other.family) return one.family < other.family ? -1 : 1;
  const sign = SMALLER_IS_HARDER.has(one.family.split(' ')[0] ?? '') ? -1 : 1;
  const difference = sign * (one.level - other.level);
  return Number.isNaN(difference) ? 0 : difference;
}
