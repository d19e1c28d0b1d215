import { describe, expect, it } from 'vitest';
import { parseBenchArguments } from '../../../../tools/bench/arguments.ts';
import { comparisonOf } from '../../../../tools/bench/ratios.ts';
import { tableText } from '../../../../tools/bench/report.ts';
import { UsageError } from '../../../../tools/lib/command-line/usage-error.ts';

const named = { name: 'network', unit: 'ms' };

describe('a comparison', () => {
  it('is the median of the pairs’ ratios, which a machine that gets slower does not move', () => {
    const ours = Array.from({ length: 41 }, (_, i) => 10 + i * 5);
    const other = ours.map((ms) => ms * 2);
    expect(comparisonOf({ ...named, ours, other })).toEqual({
      ...named,
      ours: 110,
      other: 220,
      ratio: 2,
      low: 2,
      high: 2,
    });
  });

  it('has an interval that holds the ratio and narrows with more pairs', () => {
    const width = (pairs: number) => {
      const ours = Array.from({ length: pairs }, (_, i) => 10 + Math.sin(i * 12.9898));
      const other = Array.from({ length: pairs }, (_, i) => 20 + 3 * Math.sin(i * 78.233));
      const { ratio, low, high } = comparisonOf({ ...named, ours, other });
      expect(low).toBeLessThan(ratio);
      expect(high).toBeGreaterThan(ratio);
      return high - low;
    };
    expect(width(400)).toBeLessThan(width(20));
  });

  it('is refused of times that are no pairs, or of one', () => {
    expect(() => comparisonOf({ ...named, ours: [1, 2], other: [1] })).toThrow(RangeError);
    expect(() => comparisonOf({ ...named, ours: [1], other: [1] })).toThrow(/1 and 1 times/);
  });

  it('stands in the table with what was measured', () => {
    const comparison = comparisonOf({ ...named, ours: [1, 1], other: [2.5, 2.5] });
    const text = tableText([comparison], { model: 'trial', pairs: 2, multiplyAccumulates: 98_000_000 });
    expect(text).toContain('98 million');
    expect(text).toMatch(/network +1\.0 ms +2\.5 ms +2\.50 +2\.50 to 2\.50/);
  });

  it('says of the network what was wanted, and whether that is so', () => {
    const facts = { model: 'trial', pairs: 2, multiplyAccumulates: 98_000_000 };
    const row = (name: string, other: number) =>
      tableText([comparisonOf({ ...named, name, ours: [1, 1], other: [other, other] })], facts);
    expect(row('network, batch 2: tfjs-layers', 2.2)).toContain('2.3: missed');
    expect(row('network, batch 8: onnxruntime-web', 1.6)).toContain('1.6: reached');
    expect(row('load and first run, batch 2: tfjs-layers', 1.6)).not.toMatch(/reached|missed/);
  });
});

describe('the command line', () => {
  it('measures 60 pairs unless told otherwise', () => {
    expect(parseBenchArguments([])).toEqual({
      ...{ page: false, pairs: 60, verdicts: true, json: false, writeDocs: false },
    });
    expect(parseBenchArguments(['--page'])).toMatchObject({ page: true, pairs: 5 });
    expect(parseBenchArguments(['--pairs', '5', '--json', '--write-docs'])).toEqual({
      page: false,
      pairs: 5,
      verdicts: true,
      json: true,
      writeDocs: true,
    });
    expect(parseBenchArguments(['--help'])).toBe('help');
  });

  it.each([['--pairs', '1'], ['--pairs', 'many'], ['--fast'], ['file']])('refuses %s', (...given) => {
    expect(() => parseBenchArguments(given)).toThrow(UsageError);
  });
});
