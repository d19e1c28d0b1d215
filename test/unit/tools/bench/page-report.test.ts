import { describe, expect, it } from 'vitest';
import type { PageCost } from '../../../../tools/bench/page-cost.ts';
import { tableOf, visibleFigure } from '../../../../tools/bench/page-report.ts';
import { CASES, VISIBLE, type MeasuredCase } from '../../../../tools/bench/pages.ts';
import { addedBy, comparisonOf } from '../../../../tools/bench/ratios.ts';

const cost = (task: number): PageCost => ({ task, script: task / 2, frames: 60, longestTask: 0, heap: 1.5 });

/** With so many ms a second more than without. */
function measured(feed: MeasuredCase['feed'], added: number): MeasuredCase {
  const other = [30, 40, 35].map(cost);
  return { feed, other, ours: other.map(({ task }) => cost(task + added)) };
}

describe('the cost of a page', () => {
  it('is told as what the extension adds', () => {
    const { rows } = tableOf(CASES.map((feed) => measured(feed, 7)));
    expect(rows).toHaveLength(CASES.length);
    expect(rows[0]).toEqual([
      'feed of 0 videos, scrolled',
      '35 → 42',
      '7 (7 to 7)',
      '4',
      '60 → 60',
      '0 → 0',
      '1.5 → 1.5',
    ]);
  });
  it('is drawn over the number of visible videos', () => {
    const picture = visibleFigure(
      VISIBLE.map((feed) => measured(feed, feed.visible)),
      3,
    );
    expect(picture).toContain('5 visible videos: 5 ms a second; 15 visible videos: 15 ms a second');
    expect(picture.match(/<circle/g)).toHaveLength(VISIBLE.length);
  });
  it('that is nothing with and without is the same', () => {
    const pairs = { name: 'longest task', unit: 'ms', ours: [0, 0], other: [0, 0] };
    expect(comparisonOf(pairs)).toMatchObject({ ratio: 1, low: 1, high: 1 });
    expect(addedBy(pairs)).toEqual({ median: 0, low: 0, high: 0 });
  });
});
