import { describe, expect, it } from 'vitest';
import { chooseReplay } from '../../../../tools/measuring/replay-choice.ts';
import type { Item } from '../../../../tools/lib/manifest/items.ts';

const items = Array.from({ length: 300 }, (_, group): Item[] =>
  (['real', 'fake', 'fake'] as const).map((label, i) => ({
    path: `${group}-${i}.jpg`,
    kind: 'image',
    files: [],
    dataset: 'dfdc-faces',
    label,
    method: label,
    source: '',
    group: `g${group}`,
    crop: null,
  })),
).flat();

describe('chooseReplay', () => {
  const chosen = chooseReplay(items, 240, 1);

  it('has as many faces of each class, a third of them held out', () => {
    const count = (held: boolean, label: string) =>
      chosen.filter((one) => one.held === held && one.item.label === label).length;
    expect([count(true, 'real'), count(true, 'fake')]).toEqual([40, 40]);
    expect([count(false, 'real'), count(false, 'fake')]).toEqual([80, 80]);
  });

  it('never has a group on both sides, nor two faces of a class in one', () => {
    const groups = (held: boolean) =>
      new Set(chosen.filter((one) => one.held === held).map(({ item }) => item.group));
    expect([...groups(true)].filter((group) => groups(false).has(group))).toEqual([]);
    const faces = chosen.map(({ item }) => `${item.group} ${item.label}`);
    expect(new Set(faces).size).toBe(faces.length);
  });

  it('leaves faces to train on as they are', () => {
    const trained = chosen.filter(({ held }) => !held);
    expect(new Set(trained.map(({ condition }) => condition.name))).toEqual(new Set(['as is']));
  });

  it('draws the strata of the guard in their shares, without those that adaptation is measured under', () => {
    const many = chooseReplay(items, 600, 2).filter(({ held }) => held);
    const share = (name: string) =>
      many.filter(({ condition }) => condition.name === name).length / many.length;
    expect(share('as is')).toBeGreaterThan(0.33);
    expect(share('as is')).toBeLessThan(0.47);
    for (const name of ['h264 crf 28', 'h264 crf 34', 'jpeg 40', 'resize 0.5', 'blur 1.5', 'noise 4']) {
      expect(share(name)).toBeGreaterThan(0.05);
    }
    for (const name of ['h264 crf 40', 'resize 0.33', 'blur 3']) expect(share(name)).toBe(0);
  });

  it('mirrors half of the faces to train on and none of those held out', () => {
    const mirrored = (held: boolean) => chosen.filter((one) => one.held === held && one.mirrored).length;
    expect(mirrored(true)).toBe(0);
    expect(mirrored(false)).toBeGreaterThan(55);
    expect(mirrored(false)).toBeLessThan(105);
  });

  it('is the same for the same seed, whatever the order of the list', () => {
    const paths = (list: readonly Item[]) => chooseReplay(list, 240, 1).map(({ item }) => item.group);
    expect(paths([...items].reverse())).toEqual(paths(items));
  });

  it('says so if there are too few groups', () => {
    expect(() => chooseReplay(items.slice(0, 30), 240, 1)).toThrow('groups for 20 faces');
  });
});
