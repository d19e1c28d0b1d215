import { itemsOf, limited, type Item } from './items.ts';
import type { ManifestRow } from './manifest.ts';
import { isInParts, isSplit, type PartChoice } from './parts.ts';
import { UsageError } from '../command-line/usage-error.ts';

const WORDS: Readonly<Record<PartChoice, string>> = {
  test: 'the part test, which nothing was learned from or chosen by',
  validation: 'the part validation, by which weights and thresholds were CHOSEN',
  train: 'the part train; the detector was TRAINED on these',
  all: 'all parts; the detector was TRAINED on most of these',
};

/** Which lines of a manifest are wanted. */
export interface Wanted {
  /** Names of data sets; empty for all. */
  datasets: readonly string[];
  parts: PartChoice;
  /** Items of each data set, label and method at most; null for all. */
  limit: number | null;
}

/**
 * The items that are wanted, in the manifest's order.
 * @param tell is given a sentence for what the user should know of the choice.
 * @throws UsageError if a data set is not in the manifest, or nothing is left.
 */
export function selectItems(
  rows: readonly ManifestRow[],
  wanted: Wanted,
  tell: (sentence: string) => void,
): Item[] {
  const { datasets, parts, limit } = wanted;
  const known = [...new Set(rows.map(({ dataset }) => dataset))];
  const unknown = datasets.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`--datasets: the manifest has no "${unknown}"; it has ${known.join(', ')}`);
  }
  const named = rows.filter(({ dataset }) => datasets.length === 0 || datasets.includes(dataset));
  const chosen = named.filter((row) => isInParts(row, parts));
  for (const name of new Set(named.map(({ dataset }) => dataset).filter(isSplit))) {
    const count = chosen.filter(({ dataset }) => dataset === name).length;
    tell(`${name}: ${count} files of ${WORDS[parts]}`);
  }
  const items = itemsOf(chosen);
  if (items.length === 0) throw new UsageError('Nothing is left to measure; choose other data sets or parts');
  return limit === null ? items : limited(items, limit);
}
