import { itemsOf, limited, type Item } from './items.ts';
import type { ManifestRow } from './manifest.ts';
import { PART_CHOICES, TRAINED_ON, isInParts, type PartChoice } from './parts.ts';
import { UsageError } from '../usage-error.ts';

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
  if (named.some(({ dataset }) => dataset === TRAINED_ON)) {
    const count = chosen.filter(({ dataset }) => dataset === TRAINED_ON).length;
    tell(
      `${TRAINED_ON}: ${count} files of the part${PART_CHOICES[parts].length > 1 ? 's' : ''} ${PART_CHOICES[parts].join(' and ')}` +
        (PART_CHOICES[parts].some((part) => part === 'train')
          ? '; the detector was TRAINED on some of these'
          : ''),
    );
  }
  const items = itemsOf(chosen);
  if (items.length === 0) throw new UsageError('Nothing is left to measure; choose other data sets or parts');
  return limit === null ? items : limited(items, limit);
}
