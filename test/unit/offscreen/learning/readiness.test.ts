import { describe, expect, it } from 'vitest';
import type { Round } from '../../../../src/adaptation/types.ts';
import { isDue, isEnough } from '../../../../src/offscreen/learning/readiness.ts';

const HOUR = 3_600_000;
const NOW = 1000 * HOUR;
const enough = { faces: 60, videos: 12, days: 2 };

function round(outcome: Round['outcome'], hoursAgo: number): Round {
  return {
    at: NOW - hoursAgo * HOUR,
    outcome,
    checks: [],
    detail: '',
    version: null,
    steps: 200,
    seconds: 10,
    fakeRate: null,
    distance: null,
    figure: null,
  };
}

/** So many faces taken an hour ago. */
function fresh(count: number): number[] {
  return new Array<number>(count).fill(NOW - HOUR);
}

describe('a round', () => {
  it.each(['faces', 'videos', 'days'] as const)('needs enough %s', (what) => {
    expect(isEnough(enough)).toBe(true);
    expect(isEnough({ ...enough, [what]: enough[what] - 1 })).toBe(false);
    expect(isDue({ ...enough, [what]: enough[what] - 1 }, fresh(100), [], NOW)).toBe(false);
  });

  it('begins by itself the first time, then after a day with new faces', () => {
    expect(isDue(enough, fresh(60), [], NOW)).toBe(true);
    for (const outcome of ['committed', 'refused'] as const) {
      expect(isDue(enough, fresh(60), [round(outcome, 19)], NOW)).toBe(false);
      expect(isDue(enough, fresh(19), [round(outcome, 21)], NOW)).toBe(false);
      expect(isDue(enough, fresh(20), [round(outcome, 21)], NOW)).toBe(true);
    }
  });

  it('that was stopped or failed does not count', () => {
    expect(isDue(enough, fresh(60), [round('stopped', 1), round('failed', 2)], NOW)).toBe(true);
    expect(isDue(enough, fresh(60), [round('stopped', 1), round('refused', 2)], NOW)).toBe(false);
  });
});
