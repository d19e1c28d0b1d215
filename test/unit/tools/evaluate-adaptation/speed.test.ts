import { expect, it } from 'vitest';
import { speedSummary, speedTable } from '../../../../tools/evaluate-adaptation/speed.ts';

it('tells slices by their quantiles and judging as a ratio of medians', () => {
  const slices = Array.from({ length: 100 }, (_, i) => i + 1);
  const summary = speedSummary({ roundMs: 6000, slices, idle: [50, 40, 60], whileTraining: [75, 60, 90] });
  expect(summary).toEqual({
    roundSeconds: 6,
    slices: { count: 100, median: 51, p95: 96, longest: 100, overBound: 50 },
    judging: { idle: 50, whileTraining: 75, ratio: 1.5 },
  });
  expect(speedTable(summary).rows.flat().join(' ')).toContain('(1.50 times)');
});
