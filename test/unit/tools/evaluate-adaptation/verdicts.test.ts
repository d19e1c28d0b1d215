import { describe, expect, it } from 'vitest';
import { verdictTable } from '../../../../tools/evaluate-adaptation/verdict-table.ts';
import { verdictsOf, type ArmOutcome } from '../../../../tools/evaluate-adaptation/verdicts.ts';
import type { Compared } from '../../../../tools/evaluate-adaptation/outcome.ts';
import { armOutcome } from './outcomes.ts';
import { shippedCalibration } from './shipped.ts';

describe('verdicts at the thresholds of each fold', () => {
  const { temperature, bias } = shippedCalibration;
  /** @param logOdds calibrated. */
  const video = (fake: boolean, logOdds: number, fold = 0): Compared => {
    const before = (logOdds - bias) * temperature;
    return { video: `${fake} ${logOdds}`, fold, group: '', fake, before, trained: before, deployed: before };
  };
  const limits = { manipulated: 2, noSign: -1 };

  it('count what is accused of each class, and what is clear and wrong of all', () => {
    const videos = [video(false, 3), video(false, -2), video(false, 0), video(true, 3), video(true, -2)];
    const { falseAlarms, caught, clear, wrong } = verdictsOf(
      videos,
      'before',
      shippedCalibration,
      () => limits,
    );
    expect(falseAlarms).toBeCloseTo(1 / 3);
    expect(caught).toBe(0.5);
    expect(clear).toBe(0.8);
    expect(wrong).toBe(0.5);
  });

  it('judges a video by the thresholds of its own fold', () => {
    const videos = [video(false, 3, 0), video(false, 3, 1)];
    const apart = (fold: number) => ({ manipulated: fold === 1 ? 4 : 2, noSign: -1 });
    expect(verdictsOf(videos, 'before', shippedCalibration, apart).falseAlarms).toBe(0.5);
  });
});

describe('the table of verdicts', () => {
  it('tells means over seeds, how often anything is active, and the worst of all', () => {
    const outcomes: ArmOutcome[] = [1, 2].flatMap((seed) => [
      armOutcome({ seed }),
      armOutcome({ seed, arm: 'level', active: 2 - seed, falseAlarms: seed === 1 ? 0.02 : 0.12 }),
    ]);
    const { head, rows } = verdictTable(outcomes);
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row).toHaveLength(head.length);
    expect(rows[1]?.slice(0, 5)).toEqual(['blur 3', 'level', '1 of 2', '0.800', '7.0%']);
    expect(rows[1]?.at(-1)).toBe('2.0%');
  });
});
