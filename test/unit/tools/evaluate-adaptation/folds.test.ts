import { describe, expect, it } from 'vitest';
import { foldCount, foldsOf, isToAdaptOn } from '../../../../tools/evaluate-adaptation/folds.ts';

const item = (group: string, label: 'real' | 'fake') => ({ group, label });

describe('foldsOf', () => {
  const items = [
    ...['a', 'b', 'c'].flatMap((pair) => [item(pair, 'real'), item(pair, 'fake'), item(pair, 'fake')]),
    ...['x', 'y', 'z', 'w'].map((actor) => item(actor, 'real')),
  ];

  it('tests every group once, in one fold, and both classes in each', () => {
    expect(foldCount(items)).toBe(3);
    const folds = foldsOf(items, 3);
    for (const fold of [0, 1, 2]) {
      const tested = items.filter((_, i) => folds[i] === fold);
      expect(new Set(tested.map(({ label }) => label))).toEqual(new Set(['real', 'fake']));
      const others = items.filter((_, i) => folds[i] !== fold).map(({ group }) => group);
      expect(tested.some(({ group }) => others.includes(group))).toBe(false);
    }
  });

  it('halves a set of many people', () => {
    const people = Array.from({ length: 16 }, (_, i) => [
      item(`p${i}`, 'real'),
      item(`p${i}`, 'fake'),
    ]).flat();
    expect(foldCount(people)).toBe(2);
    expect(foldsOf(people, 2).filter((fold) => fold === 0)).toHaveLength(16);
  });
});

describe('isToAdaptOn', () => {
  it('halves groups by their name alone', () => {
    const groups = Array.from({ length: 2000 }, (_, i) => ({ group: `g${i}` }));
    const share = groups.filter(isToAdaptOn).length / groups.length;
    expect(share).toBeGreaterThan(0.45);
    expect(share).toBeLessThan(0.55);
  });
});
