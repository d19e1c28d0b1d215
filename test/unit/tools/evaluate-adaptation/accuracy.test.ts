import { describe, expect, it } from 'vitest';
import { caughtAt } from '../../../../tools/evaluate-adaptation/accuracy.ts';
import type { Compared } from '../../../../tools/evaluate-adaptation/outcome.ts';

/** Genuine videos score 0…19, before and after; manipulated ones are given. */
function videos(manipulated: readonly [before: number, after: number][]): Compared[] {
  const one = (fake: boolean, before: number, after: number, number: number): Compared => ({
    video: `${fake ? 'fake' : 'real'}-${number}`,
    fold: 0,
    group: String(number),
    fake,
    before,
    trained: after,
    deployed: before,
  });
  return [
    ...Array.from({ length: 20 }, (_, i) => one(false, i, i, i)),
    ...manipulated.map(([before, after], i) => one(true, before, after, i)),
  ];
}

describe('what is caught at so many false alarms', () => {
  it('is counted above all but that share of the genuine videos', () => {
    const given = videos([
      [18.5, 20],
      [18, 18.5],
      [19.5, 2],
      [5, 5],
    ]);
    expect(caughtAt(given, 'before', 0.05)).toBe(0.5);
    expect(caughtAt(given, 'before', 0)).toBe(0.25);
    expect(caughtAt(given, 'trained', 0.05)).toBe(0.5);
    expect(caughtAt(given, 'deployed', 0.05)).toBe(0.5);
  });

  it('does not mistake a threshold that moved for a loss', () => {
    const given = videos([
      [18.5, 15],
      [19.5, 16],
    ]).map((video) => (video.fake ? video : { ...video, trained: video.before - 5 }));
    expect(caughtAt(given, 'trained', 0.05)).toBe(caughtAt(given, 'before', 0.05));
  });
});
