import { describe, expect, it } from 'vitest';
import { clipFrame, itemsOf, limited, spread } from '../../../../tools/lib/manifest/items.ts';
import { parseManifest } from '../../../../tools/lib/manifest/manifest.ts';
import { partOf } from '../../../../tools/lib/manifest/parts.ts';
import { selectItems } from '../../../../tools/lib/manifest/selection.ts';

function rows(...lines: string[]) {
  const text = ['path,dataset,label,method,source,group', ...lines].join('\n');
  return parseManifest(text, 'm.csv', '/data');
}

/** From training/data/manifest.py: `part_of(name)`. */
const KNOWN_PARTS = {
  test: ['g5', 'g8', 'g11', 'g34', 'g38'],
  validation: ['é 1', 'g19', 'g26', 'g27'],
  train: ['', 'mcehvkoidm', 'ff_183+253', 'fjem0', 'g0', 'g1', 'g7', 'g39'],
} as const;

describe('partOf', () => {
  it.for(Object.entries(KNOWN_PARTS))('splits as the training does: %s', ([part, groups]) => {
    expect(groups.map((group) => partOf(group))).toEqual(groups.map(() => part));
  });
});

describe('clips given as pictures', () => {
  it('are told by a number at the end of the name and the source before it', () => {
    const frame = { path: 'set/real/fjem0__sx364__174.jpg', source: 'sx364', medium: 'picture' } as const;
    expect(clipFrame(frame)).toEqual({ clip: 'set/real/fjem0__sx364', frame: 174 });
    expect(clipFrame({ ...frame, source: 'x364' })).toBeNull();
    expect(clipFrame({ ...frame, source: '' })).toBeNull();
    expect(clipFrame({ ...frame, medium: 'video' })).toBeNull();
    expect(clipFrame({ ...frame, path: 'fake/aaap__uycq.jpg', source: 'uycq' })).toBeNull();
  });

  it('are one item each, its pictures in order of time at 25 a second', () => {
    const items = itemsOf(
      rows(
        'r/a__s1__100.jpg,t,real,real,s1,a',
        'v.mp4,t,real,real,v,a',
        'r/a__s1__5.jpg,t,real,real,s1,a',
        'f/a__s1__5.jpg,t,fake,swap,s1,a',
        'p.jpg,t,real,real,p,a',
      ),
    );
    expect(items.map(({ path, kind, files }) => [path, kind, files.map(({ timeMs }) => timeMs)])).toEqual([
      ['r/a__s1', 'video', [200, 4000]],
      ['v.mp4', 'video', [0]],
      ['f/a__s1', 'video', [200]],
      ['p.jpg', 'image', [0]],
    ]);
  });
});

describe('selectItems', () => {
  const all = rows(
    ...['g0', 'g5', 'g19'].map((group) => `${group}.jpg,dfdc-faces,real,real,${group},${group}`),
    'x.jpg,other,fake,swap,x,g0',
    ...['g0', 'g5'].map((group) => `u-${group}.jpg,utkface-real,real,real,u-${group},${group}`),
  );
  const paths = (parts: Parameters<typeof selectItems>[1]['parts'], datasets: string[] = []) =>
    selectItems(all, { datasets, parts, limit: null }, () => undefined).map(({ path }) => path);

  it('never measures on training groups unless it is asked to, and splits no other set', () => {
    expect(paths('test')).toEqual(['g5.jpg', 'x.jpg', 'u-g5.jpg']);
    expect(paths('validation')).toEqual(['g19.jpg', 'x.jpg']);
    expect(paths('train')).toEqual(['g0.jpg', 'x.jpg', 'u-g0.jpg']);
    expect(paths('all')).toHaveLength(6);
  });

  it('says which parts are shown, and warns of those trained on', () => {
    const said: string[] = [];
    const tell = (sentence: string) => void said.push(sentence);
    selectItems(all, { datasets: [], parts: 'test', limit: null }, tell);
    selectItems(all, { datasets: ['dfdc-faces'], parts: 'validation', limit: null }, tell);
    selectItems(all, { datasets: ['dfdc-faces'], parts: 'all', limit: null }, tell);
    selectItems(all, { datasets: ['other'], parts: 'test', limit: null }, tell);
    expect(said).toEqual([
      'dfdc-faces: 1 files of the part test, which nothing was learned from or chosen by',
      'utkface-real: 1 files of the part test, which nothing was learned from or chosen by',
      expect.stringContaining('CHOSEN'),
      expect.stringContaining('TRAINED on most of these'),
    ]);
  });

  it('names the sets there are if one is asked for that is not', () => {
    expect(() => paths('all', ['othr'])).toThrow(
      'the manifest has no "othr"; it has dfdc-faces, other, utkface-real',
    );
    expect(() =>
      selectItems(all.slice(0, 1), { datasets: [], parts: 'test', limit: null }, () => undefined),
    ).toThrow('Nothing is left to measure');
  });
});

describe('limited', () => {
  const items = itemsOf(
    rows(
      ...Array.from({ length: 40 }, (_, i) => `${i}.jpg,s,${i % 2 ? 'real' : 'fake'},m${i % 4},s${i},g${i}`),
    ),
  );

  it('takes so many of each set, label and method, in the order given, and more by adding', () => {
    const few = limited(items, 3);
    expect(few).toHaveLength(12);
    expect(few).toEqual(items.filter((item) => few.includes(item)));
    const more = limited(items, 5);
    expect(few.every((item) => more.includes(item))).toBe(true);
    expect(limited(items, 100)).toEqual(items);
  });
});

describe('spread', () => {
  it('takes the middle of each part', () => {
    expect(spread([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 2)).toEqual([2, 7]);
    expect(spread([0, 1], 5)).toEqual([0, 1]);
  });
});
