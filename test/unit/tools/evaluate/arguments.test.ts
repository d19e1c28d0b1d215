import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../../../tools/evaluate/arguments.ts';
import { FAMILIES, parseConditions } from '../../../../tools/lib/manifest/conditions.ts';
import { parseCropArguments } from '../../../../tools/crops/arguments.ts';
import { UsageError } from '../../../../tools/lib/command-line/usage-error.ts';

describe('parseArguments', () => {
  it('asks for little', () => {
    expect(parseArguments(['--manifest', 'm.csv'])).toMatchObject({
      manifest: 'm.csv',
      json: false,
      datasets: [],
      parts: 'test',
      limit: null,
      frames: 16,
      conditions: [{ name: 'as is', damage: null }],
      squeezed: { 'df-timit-lq': { width: 299, height: 299 } },
      scores: null,
      features: false,
      writeDocs: false,
    });
    expect(parseArguments(['--help', '--limit', '0'])).toBe('help');
  });

  it('takes all it is given', () => {
    const given = [
      '--manifest',
      'm',
      '--datasets',
      'a, b',
      '--parts',
      'test',
      '--limit',
      '7',
      '--frames',
      '4',
      '--json',
    ];
    const more = ['--squeeze', 'x=10x20', '--squeeze', 'df-timit-lq=none', '--features', '--write-docs'];
    expect(parseArguments([...given, ...more])).toMatchObject({
      datasets: ['a', 'b'],
      parts: 'test',
      limit: 7,
      frames: 4,
      json: true,
      squeezed: { x: { width: 10, height: 20 } },
      features: true,
      writeDocs: true,
    });
  });

  it.for([
    [[], 'No manifest was named'],
    [['--manifest', 'm', '--frames', '257'], '--frames needs a whole number from 1 to 256, not "257"'],
    [['--manifest', 'm', '--limit', 'few'], '--limit needs a whole number of at least 1, not "few"'],
    [['--manifest', 'm', '--parts', 'heldOut'], '--parts is validation, test, train, all, not "heldOut"'],
    [['--manifest', 'm', '--squeeze', 'x=10'], '--squeeze needs a data set and a size'],
    [['--manifest', 'm', '--conditions', 'jpg:50'], '--conditions: "jpg:50" is none of robustness'],
    [['--manifest', 'm', '--nonsense'], '--nonsense'],
    [['m.csv'], 'm.csv'],
  ] as const)('says how it was called wrongly: %s', ([given, words]) => {
    expect(() => parseArguments(given)).toThrow(UsageError);
    expect(() => parseArguments(given)).toThrow(words);
  });
});

describe('parseCropArguments', () => {
  it('shows training all parts and takes sizes within reason', () => {
    const given = ['--manifest', 'm.csv', '--out', '/crops'];
    expect(parseCropArguments(given)).toMatchObject({ out: '/crops', size: 224, frames: 16, parts: 'all' });
    expect(() => parseCropArguments([...given, '--size', '8'])).toThrow('from 16 to 1024');
    expect(() => parseCropArguments(['--manifest', 'm.csv'])).toThrow('--out');
  });
});

describe('parseConditions', () => {
  const names = (text: string) => parseConditions(text).map(({ name }) => name);

  it('compares with what was left as it is, in any case', () => {
    expect(names('as is')).toEqual(['as is']);
    expect(names('jpeg:50')).toEqual(['as is', 'jpeg 50']);
  });

  it('gives numbers to the family named last, and the usual ones to a family without', () => {
    expect(names('h264:23,40,resize:0.5,jpeg')).toEqual([
      'as is',
      'h264 crf 23',
      'h264 crf 40',
      'resize 0.5',
      ...['jpeg 90', 'jpeg 70', 'jpeg 50', 'jpeg 30'],
    ]);
  });

  it('knows robustness as all families', () => {
    const all = Object.values(FAMILIES).reduce((sum, { levels }) => sum + levels.length, 1);
    expect(new Set(names('robustness')).size).toBe(all);
  });

  it.for(['', '50', 'jpeg:0', 'jpeg:50,x', 'resize:2', 'jpeg:', 'robustness,jpeg'])('refuses %j', (text) => {
    expect(() => parseConditions(text)).toThrow(UsageError);
  });
});
