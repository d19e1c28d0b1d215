import type { AdaptationCheck, AdaptationRound } from '../messages/adaptation.ts';

type CheckName = AdaptationCheck['name'];

/** What the guard looked at, for people. */
interface CheckWords {
  /** Names it in the table of checks. */
  name: string;
  /** What was wrong if it did not pass; follows "Kept the former version: ". */
  refusal: string;
  /** How its numbers are written; `none` where it has no numbers. */
  numbers: 'area' | 'share' | 'ratio' | 'none';
  /** What the new number was held against. */
  limit: (value: number) => string;
}

const WRITE = {
  area: (value: number) => value.toFixed(3),
  share: (value: number) => `${(value * 100).toFixed(1)} %`,
  ratio: (value: number) => value.toFixed(2),
  none: () => '–',
} as const satisfies Record<CheckWords['numbers'], (value: number) => string>;

function notLower(by: 'area' | 'share'): CheckWords['limit'] {
  // Limits of areas are finer than areas are told.
  const write = by === 'area' ? (value: number) => String(Number(value.toFixed(4))) : WRITE.share;
  return (value) => `not lower by more than ${write(value)}`;
}

export const CHECK_WORDS = {
  resemblance: {
    name: 'Distance of the site from known faces',
    refusal:
      'the site’s faces are of another kind than those of the training data, so that nothing was learned',
    numbers: 'ratio',
    limit: (value) => `at most ${WRITE.ratio(value)}`,
  },
  replayAuc: {
    name: 'Known faces told apart',
    refusal: 'telling faces of the training data apart got worse',
    numbers: 'area',
    limit: notLower('area'),
  },
  replayBlends: {
    name: 'Test blends of known faces told apart',
    refusal: 'telling test blends of the training data apart got worse',
    numbers: 'area',
    limit: notLower('area'),
  },
  replayAccuracy: {
    name: 'Known faces called right',
    refusal: 'fewer faces of the training data were called right',
    numbers: 'share',
    limit: notLower('share'),
  },
  replayCaught: {
    name: 'Known manipulated faces caught under the site’s look',
    refusal: 'fewer manipulated faces of the training data were caught under the site’s look',
    numbers: 'share',
    limit: notLower('share'),
  },
  targetAuc: {
    name: 'The site’s blends told apart',
    refusal: 'telling the site’s blends apart got worse',
    numbers: 'area',
    limit: notLower('area'),
  },
  targetGain: {
    name: 'Gain on known faces under the site’s look',
    refusal: 'telling known faces apart under the site’s look did not get better by more than chance',
    numbers: 'area',
    limit: (value) => `higher by more than ${WRITE.area(value)}`,
  },
  trustedFalseAlarms: {
    name: 'False alarms on videos you trust',
    refusal: 'faces of videos you trust were called manipulated more often',
    numbers: 'share',
    limit: (value) => `at most ${WRITE.share(value)}`,
  },
  fakeRate: {
    name: 'Share of faces called manipulated',
    refusal: 'the share of faces called manipulated was no longer plausible',
    numbers: 'share',
    limit: (value) => `between about a fifth and ${value} times as many, and not all`,
  },
  collapse: {
    name: 'Distance of genuine and manipulated faces',
    refusal: 'genuine and manipulated faces began to look alike to the network',
    numbers: 'ratio',
    limit: (value) => `at least ${WRITE.ratio(value)} times as far`,
  },
  finite: {
    name: 'Sound numbers',
    refusal: 'the training went astray and left unusable numbers',
    numbers: 'none',
    limit: WRITE.none,
  },
} as const satisfies Record<CheckName, CheckWords>;

/** The numbers of a check, as they stand in the table: "0.912 → 0.934", and its limit. A dash where there is none. */
export function checkNumbers({ name, before, after, limit }: AdaptationCheck): {
  change: string;
  limit: string;
} {
  const write = WRITE[CHECK_WORDS[name].numbers];
  const one = (value: number | null) => (value === null ? '–' : write(value));
  if (before === null && after === null) return { change: '–', limit: '–' };
  return { change: `${one(before)} → ${one(after)}`, limit: CHECK_WORDS[name].limit(limit) };
}

/** Why the guard refused a round: all that did not pass, as the end of a sentence; empty if everything passed. */
export function refusalWords(round: Pick<AdaptationRound, 'checks'>): string {
  const reasons = round.checks
    .filter((check) => !check.passed)
    .map((check) => CHECK_WORDS[check.name].refusal);
  if (reasons.length < 2) return reasons[0] ?? '';
  return `${reasons.slice(0, -1).join(', ')}, and ${reasons.at(-1) ?? ''}`;
}
