import type { Item } from '../lib/manifest/items.ts';
import { position } from '../lib/manifest/parts.ts';

/** Who is adapted on and who is tested: no group is ever on both sides. */

/** The half of the source's groups that a group belongs to; by its name alone. */
export function isToAdaptOn({ group }: Pick<Item, 'group'>): boolean {
  return position(`adaptation:${group}`) < 0.5;
}

/**
 * The fold in which each item is tested; in all others it is adapted on. Groups with both classes go around by name, then groups
 * with one class, so that every fold has genuine and manipulated items.
 */
export function foldsOf(items: readonly Pick<Item, 'group' | 'label'>[], folds: number): number[] {
  const labels = new Map<string, Set<string>>();
  for (const { group, label } of items) {
    labels.set(group, (labels.get(group) ?? new Set()).add(label));
  }
  const fold = new Map<string, number>();
  for (const classes of [2, 1]) {
    [...labels]
      .filter(([, found]) => found.size === classes)
      .map(([group]) => group)
      .sort()
      .forEach((group, i) => fold.set(group, i % folds));
  }
  return items.map(({ group }) => fold.get(group) ?? 0);
}

/** As many folds as there are groups with both classes, at most; a set of many people is halved. */
export function foldCount(items: readonly Pick<Item, 'group' | 'label'>[]): number {
  const fakes = new Set(items.filter(({ label }) => label === 'fake').map(({ group }) => group));
  const both = new Set(
    items.filter(({ group, label }) => label === 'real' && fakes.has(group)).map(({ group }) => group),
  );
  return both.size <= FEW ? Math.max(2, both.size) : 2;
}

/** Up to so many groups one at a time is left out. */
const FEW = 6;
