import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine, parseCsv } from '../../../../tools/lib/manifest/csv.ts';
import { parseManifest } from '../../../../tools/lib/manifest/manifest.ts';

function manifest(...lines: string[]) {
  return parseManifest(lines.join('\n'), 'm.csv', '/data');
}

describe('parseCsv', () => {
  it('reads back whatever was written', () => {
    const field = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', 'é') });
    fc.assert(
      fc.property(fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (records) => {
        const text = records.map((fields) => csvLine(fields)).join('\r\n');
        expect(parseCsv(text).map(({ fields }) => fields)).toEqual(records);
      }),
    );
  });

  it('names the line a record begins on, after quoted line breaks and empty lines, too', () => {
    expect(parseCsv('\uFEFFa,b\n"x\ny",2\n\nc,d\n')).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: ['x\ny', '2'] },
      { line: 5, fields: ['c', 'd'] },
    ]);
  });

  it('says where a quote is wrong', () => {
    expect(() => parseCsv('a,b\n"x,y\n')).toThrow('line 2: a quoted field is never closed');
    expect(() => parseCsv('a,b\n"x"y,z\n')).toThrow('line 2: after a closing quote');
  });
});

describe('parseManifest', () => {
  it('fills in what optional columns would say', () => {
    expect(manifest('path,dataset,label', 'clips/a.MP4,set,fake', 'b.png,set,real')).toMatchObject([
      {
        line: 2,
        file: '/data/clips/a.MP4',
        medium: 'video',
        method: 'fake',
        source: '',
        group: 'clips/a.MP4',
      },
      { line: 3, medium: 'picture', label: 'real', method: 'real', group: 'b.png', crop: null },
    ]);
  });

  it('takes columns in any order, and quoted fields', () => {
    const [row] = manifest('label,crop,group,path,method,dataset', 'fake,whole,g,"a, b.jpg",m,s');
    expect(row).toMatchObject({ path: 'a, b.jpg', crop: 'whole', group: 'g', method: 'm', dataset: 's' });
  });

  it.for([
    [['path,label', 'a.mp4,real'], 'm.csv, line 1: there is no column "dataset"'],
    [[''], 'm.csv is empty'],
    [['path,dataset,label'], 'm.csv lists no file'],
    [
      ['path,dataset,label', 'a.mp4,s,real', 'b.mp4,s'],
      'm.csv, line 3: 2 fields, but the first line names 3',
    ],
    [['path,dataset,label', 'a.mp4,s,fke'], 'm.csv, line 2: label is "fke"; it must be "real" or "fake"'],
    [['path,dataset,label', 'a.txt,s,real'], 'm.csv, line 2: "a.txt" is neither a video'],
    [['path,dataset,label', ',s,real'], 'm.csv, line 2: the path is empty'],
    [['path,dataset,label', 'a.mp4,,real'], 'm.csv, line 2: the data set is empty'],
    [
      ['path,dataset,label', 'a.mp4,s,real', 'a.mp4,s,fake'],
      'm.csv, line 3: "a.mp4" stands on line 2 already',
    ],
    [['path,dataset,label,crop', 'a.jpg,s,real,all'], 'm.csv, line 2: crop is "all"'],
    [
      ['path,dataset,label,crop', 'a.mp4,s,real,whole'],
      'm.csv, line 2: crop is "whole", which is for pictures',
    ],
  ] as const)('names the line and what to do: %s', ([lines, words]) => {
    expect(() => manifest(...lines)).toThrow(words);
  });
});
