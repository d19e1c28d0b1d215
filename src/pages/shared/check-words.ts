import { decimal, listed, percent, text } from '../../words/text.ts';
import type { Check } from '../../contracts/check.ts';
import type { Round } from '../../contracts/round.ts';

type CheckName = Check['name'];

/** What the guard looked at, for people; its name and why a round was refused are texts by the check's name. */
interface CheckWords {
  /** How its numbers are written; `none` where it has no numbers. */
  numbers: 'area' | 'share' | 'ratio' | 'none';
  /** What the new number was held against. */
  limit: (value: number) => string;
}

const WRITE = {
  area: (value: number) => decimal(value, 3),
  share: (value: number) => percent(value, 1),
  ratio: (value: number) => decimal(value, 2),
  none: () => '–',
} as const satisfies Record<CheckWords['numbers'], (value: number) => string>;

function notLower(by: 'area' | 'share'): CheckWords['limit'] {
  // Limits of areas are finer than areas are told.
  const write = by === 'area' ? (value: number) => decimal(value, 4, 0) : WRITE.share;
  return (value) => text('limit_notLower', { value: write(value) });
}

function atMost(by: 'share' | 'ratio'): CheckWords['limit'] {
  return (value) => text('limit_atMost', { value: WRITE[by](value) });
}

const CHECK_WORDS = {
  resemblance: { numbers: 'ratio', limit: atMost('ratio') },
  replayAuc: { numbers: 'area', limit: notLower('area') },
  replayBlends: { numbers: 'area', limit: notLower('area') },
  replayAccuracy: { numbers: 'share', limit: notLower('share') },
  replayCaught: { numbers: 'share', limit: notLower('share') },
  targetAuc: { numbers: 'area', limit: notLower('area') },
  targetGain: { numbers: 'area', limit: (value) => text('limit_higher', { value: WRITE.area(value) }) },
  trustedFalseAlarms: { numbers: 'share', limit: atMost('share') },
  markedCaught: { numbers: 'share', limit: notLower('share') },
  fakeRate: { numbers: 'share', limit: (value) => text('limit_fakeRate', { value }) },
  collapse: { numbers: 'ratio', limit: (value) => text('limit_timesAsFar', { value: WRITE.ratio(value) }) },
  finite: { numbers: 'none', limit: WRITE.none },
} as const satisfies Record<CheckName, CheckWords>;

/** Names a check in the table. */
export function checkName(name: CheckName): string {
  return text(`check_${name}`);
}

/** The numbers of a check, as they stand in the table: "0.912 → 0.934", and its limit. A dash where there is none. */
export function checkNumbers({ name, before, after, limit }: Check): {
  change: string;
  limit: string;
} {
  const write = WRITE[CHECK_WORDS[name].numbers];
  const one = (value: number | null) => (value === null ? '–' : write(value));
  if (before === null && after === null) return { change: '–', limit: '–' };
  return { change: `${one(before)} → ${one(after)}`, limit: CHECK_WORDS[name].limit(limit) };
}

/** Why the guard refused a round: all that did not pass, as the end of a sentence; empty if everything passed. */
export function refusalWords(round: Pick<Round, 'checks'>): string {
  const failed = round.checks.filter((check) => !check.passed);
  return listed(failed.map((check) => text(`refused_${check.name}`)));
}
