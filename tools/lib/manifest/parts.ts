import { createHash } from 'node:crypto';

/** The split by which the network was trained, the same as in training/data/manifest.py: nothing of `train` may be measured on. */

const PARTS = ['train', 'validation', 'test'] as const;
export type Part = (typeof PARTS)[number];

const SPLIT_SEED = 'fakefilter-1';
const TRAIN_SHARE = 0.8;
const VALIDATION_SHARE = 0.1;

/** A place in 0…1 that depends on the text alone: its SHA-256, the first 64 bits. */
export function position(text: string): number {
  return Number(createHash('sha256').update(text).digest().readBigUInt64BE()) / 2 ** 64;
}

/** The part a group belongs to. */
export function partOf(group: string): Part {
  const place = position(`${SPLIT_SEED}:${group}`);
  if (place < TRAIN_SHARE) return 'train';
  return place < TRAIN_SHARE + VALIDATION_SHARE ? 'validation' : 'test';
}

/** The data set whose genuine faces and labelled fakes the network was trained on. */
export const TRAINED_ON = 'dfdc-faces';
/** All sets that training took faces of, labelled or to blend; all others are unseen as a whole. */
const SPLIT_SETS: readonly string[] = [
  TRAINED_ON,
  'openforensics',
  'ciplab',
  'all-age-faces',
  'portraits',
  'utkface-real',
];

/** Whether only some parts of a data set may be measured on. */
export function isSplit(dataset: string): boolean {
  return SPLIT_SETS.includes(dataset);
}

/** Which parts of the sets trained on are measured, by the names the command line has for them. */
const PART_CHOICES = {
  validation: ['validation'],
  test: ['test'],
  train: ['train'],
  all: PARTS,
} as const satisfies Record<string, readonly Part[]>;
export type PartChoice = keyof typeof PART_CHOICES;

/** Whether a row is measured under a choice of parts. */
export function isInParts(row: { dataset: string; group: string }, choice: PartChoice): boolean {
  const wanted: readonly Part[] = PART_CHOICES[choice];
  return !isSplit(row.dataset) || wanted.includes(partOf(row.group));
}
