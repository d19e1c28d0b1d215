import type { Round } from '../../../../src/contracts/round.ts';
import { describe, expect, it } from 'vitest';
import { awaited, isDue, isEnough } from '../../../../src/offscreen/adaptation/readiness.ts';

const HOUR = 3_600_000;
const NOW = 1000 * HOUR;
const enough = { faces: 60, videos: 12, days: 2 };

function round(outcome: Round['outcome'], hoursAgo: number): Round {
  return {
    at: NOW - hoursAgo * HOUR,
    outcome,
    checks: [],
    reason: null,
    version: null,
    steps: 200,
    interpolation: 1,
    seconds: 10,
    fakeRate: null,
    resemblance: null,
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

  it('that was refused again and again is tried less and less often, until one passes', () => {
    const dueAfter = (...outcomes: Round['outcome'][]) => {
      const rounds = outcomes.map((outcome, i) => round(outcome, i));
      return [19, 20, 39, 40, 79, 80, 335, 336].find((hours) =>
        isDue(enough, fresh(60).fill(NOW + HOUR), rounds, NOW + hours * HOUR),
      );
    };
    expect(dueAfter('refused')).toBe(20);
    expect(dueAfter('refused', 'refused')).toBe(40);
    expect(dueAfter('refused', 'stopped', 'refused', 'refused')).toBe(80);
    expect(dueAfter(...Array.from({ length: 15 }, () => 'refused' as const))).toBe(336);
    expect(dueAfter('committed', 'refused', 'refused')).toBe(20);
  });

  it('that the user stopped does not begin again for a day', () => {
    expect(isDue(enough, fresh(60), [round('stopped', 19)], NOW)).toBe(false);
    expect(isDue(enough, fresh(60), [round('stopped', 21)], NOW)).toBe(true);
    expect(isDue(enough, fresh(60), [round('failed', 2), round('stopped', 19)], NOW)).toBe(false);
  });

  it('that failed is tried again after an hour, then after two, and at last every four', () => {
    const dueAfter = (failures: number) => {
      const rounds = Array.from({ length: failures }, () => round('failed', 0));
      return [0.9, 1, 1.9, 2, 3.9, 4].find((hours) => isDue(enough, fresh(60), rounds, NOW + hours * HOUR));
    };
    expect([1, 2, 3, 4, 20].map(dueAfter)).toEqual([1, 2, 4, 4, 4]);
    // One that ended well begins the count anew.
    const rounds = [round('failed', 1), round('refused', 30), round('failed', 31), round('failed', 32)];
    expect(isDue(enough, fresh(60), rounds, NOW)).toBe(true);
  });

  it('needs new faces since the last one that was judged, whatever was stopped or failed after it', () => {
    const rounds = [round('failed', 5), round('stopped', 30), round('refused', 60)];
    expect(isDue(enough, fresh(19), rounds, NOW)).toBe(false);
    expect(awaited(fresh(19), rounds)).toEqual({ notBefore: NOW - 4 * HOUR, newFaces: 1 });
    expect(isDue(enough, fresh(20), rounds, NOW)).toBe(true);
    expect(awaited(fresh(60), [])).toEqual({ notBefore: 0, newFaces: 0 });
  });
});
