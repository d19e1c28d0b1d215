import { describe, expect, it } from 'vitest';
import { markdownOf, textOf } from '../../../../tools/lib/report/table.ts';
import { guardTable, methodTable, rateTable } from '../../../../tools/evaluate-adaptation/tables.ts';
import { outcome } from './outcomes.ts';
import { shippedCalibration } from './shipped.ts';

const table = { title: 'T', head: ['a', 'long head'], rows: [['x|y', '1']] };

describe('a table', () => {
  it('is aligned for a terminal, and Markdown whose cells cannot break it', () => {
    expect(textOf(table)).toBe('T\n\na    long head\nx|y  1');
    expect(markdownOf(table)).toBe('### T\n\n| a | long head |\n| --- | --- |\n| x\\|y | 1 |');
  });
});

describe('tables of methods', () => {
  const runs = [outcome({ seed: 1 }), outcome({ seed: 2, committed: false })];

  it('tell what the guard lets through from what was trained', () => {
    const rows = methodTable(runs, shippedCalibration).rows.map((row) => row.join(' '));
    expect(rows[0]).toMatch(/as installed 0\.800/);
    expect(rows[1]).toMatch(/none: the order stays/);
    expect(rows[2]).toMatch(/as the guard lets it 0\.800 → 0\.850 \+0\.050 .* 1 of 2$/);
    expect(rows[3]).toMatch(/without the guard 0\.800 → 0\.900 \+0\.100/);
  });

  it.each([methodTable(runs, shippedCalibration), rateTable(runs), guardTable(runs)])(
    'have a heading for every cell: $title',
    ({ head, rows }) => {
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row).toHaveLength(head.length);
    },
  );

  it('tell the shares and the reasons', () => {
    expect(rateTable(runs).rows[0]?.slice(0, 3)).toEqual(['blur 3', '50%', '40.0%']);
    expect(guardTable(runs).rows).toEqual([['blur 3', '1 of 2', '1 of 1', '1 of 1', 'targetGain 1']]);
    const partly = { ...outcome({ seed: 3 }), partly: 1 };
    expect(guardTable([...runs, partly]).rows[0]?.[1]).toBe('2 of 3, 1 in part');
  });
});
