import { decimal, plural, text, texts } from '../../../words/text.ts';
import { scoreOf } from '../../../verdict/numbers.ts';
import { sigmoid } from '../../../verdict/aggregation/aggregation.ts';
import type { ComparedFace, Comparison, Refusal, Side } from '../../../verdict/comparison/types.ts';
import type { Item } from '../item.ts';
import { progressWords } from '../item-words.ts';
import { UNCHECKED_WORDS } from '../../../verdict/words.ts';

/** What the page and the reports say of a comparison with genuine videos. */

const SIDE_WORDS: Readonly<Record<Side, string>> = texts({
  within: 'compare_within',
  higher: 'compare_higher',
  lower: 'compare_lower',
});

const REFUSAL_WORDS: Readonly<Record<Refusal, string>> = texts({
  sameFile: 'compare_sameFile',
  notChecked: 'compare_notChecked',
  noFace: 'compare_noFace',
  tooFewFrames: 'compare_tooFewFrames',
  otherPerson: 'compare_otherPerson',
  quality: 'compare_quality',
});

/** As scores, 1…99: of the checked face, of its person's genuine videos, and where another one of these would lie. */
export function scoresOf({ logOdds, references, difference, margin }: ComparedFace) {
  const score = (value: number): number => scoreOf(sigmoid(value));
  const mean = logOdds - difference;
  return {
    checked: score(logOdds),
    references: references.map(score),
    low: score(mean - margin),
    high: score(mean + margin),
  };
}

/** Whole sentences on one face: the outcome first. */
export function faceSentences(face: ComparedFace): string[] {
  const { checked, low, high } = scoresOf(face);
  const { difference, margin } = face;
  const one = (value: number): string => decimal(value, 1);
  return [
    SIDE_WORDS[face.side],
    plural('compare_range', face.references.length, { score: checked, low, high }),
    text('compare_distance', {
      distance: one(difference),
      low: one(difference - margin),
      high: one(difference + margin),
    }),
  ];
}

/** The outcome alone, for a person and for a screen reader; of several faces each by its number. */
export function outcomeWords({ faces }: Comparison): string {
  if (faces.length === 0) return text('compare_none');
  return faces
    .map(({ track, side }) =>
      faces.length === 1 ? SIDE_WORDS[side] : text('face_line', { track, line: SIDE_WORDS[side] }),
    )
    .join(' ');
}

/** Of each video that was not compared with, why not; and what a stranger's face may mean. */
export function refusalSentences({ references }: Comparison): string[] {
  const sentences = references.flatMap(({ name, refusal }) =>
    refusal === null ? [] : [text('compare_refused', { name, reason: REFUSAL_WORDS[refusal] })],
  );
  const strangers = references.some(({ refusal }) => refusal === 'otherPerson');
  return strangers ? [...sentences, text('compare_stranger')] : sentences;
}

/** All of it, line by line, for reports and summaries. */
export function comparisonLines(comparison: Comparison): string[] {
  const { faces } = comparison;
  const lines = faces.map((face) => {
    const line = faceSentences(face).join(' ');
    return faces.length === 1 ? line : text('face_line', { track: face.track, line });
  });
  return [...(lines.length > 0 ? lines : [text('compare_none')]), ...refusalSentences(comparison)];
}

/** How far a comparison is. */
export function comparingWords(comparing: NonNullable<Item['comparing']>): string {
  if (comparing.step === 'waiting') return text('compare_waiting');
  if (comparing.step === 'failed')
    return text('compare_failed', { reason: UNCHECKED_WORDS[comparing.reason] });
  const { reference, total, check } = comparing.progress;
  return text('compare_progress', { done: reference, total, words: progressWords(check) });
}
