import { describe, expect, it } from 'vitest';
import { summaryOf } from '../../../../tools/evaluate-adaptation/summary.ts';
import { gainOf, meanGain } from '../../../../tools/evaluate-adaptation/gains.ts';
import { armOutcome, outcome } from './outcomes.ts';

describe('meanGain', () => {
  it('is the mean over runs, with an interval around it', () => {
    const runs = [outcome({ seed: 1 }), outcome({ seed: 2, wrongAfter: 8 })];
    expect(gainOf(runs[0] ?? outcome(), 'target', 'deployed')).toBeCloseTo(0.1);
    const gain = meanGain(runs, 'target', 'deployed');
    expect(gain?.value).toBeCloseTo(0.05);
    expect(gain?.low).toBeLessThan(0.05);
    expect(gain?.high).toBeGreaterThan(0.05);
    expect(gain?.low).toBeGreaterThanOrEqual(0);
  });

  it('is the same for the same runs, and nothing for none', () => {
    expect(meanGain([outcome()], 'target', 'trained')).toEqual(meanGain([outcome()], 'target', 'trained'));
    expect(meanGain([], 'target', 'trained')).toBeNull();
  });
});

describe('summaryOf', () => {
  const runs = [
    armOutcome({}),
    armOutcome({ seed: 2 }),
    armOutcome({ arm: 'level', active: 1, falseAlarms: 0.05 }),
    armOutcome({ arm: 'level', seed: 2, falseAlarms: 0.13 }),
    armOutcome({ arm: 'levelRound', active: 1, auc: 0.75 }),
    armOutcome({ arm: 'oracle', active: 1, auc: 0.5, falseAlarms: 0.9 }),
  ];

  it('has a mean for each arm of each site', () => {
    const { seeds, sites } = summaryOf(runs);
    expect(seeds).toBe(2);
    expect(Object.keys(sites)).toEqual(['blur 3']);
    expect(sites['blur 3']?.level).toEqual({
      auc: 0.8,
      falseAlarms: 0.09,
      caught: 0.5,
      clear: 0.4,
      wrong: 0.05,
    });
    expect(sites['blur 3']?.oracle?.auc).toBe(0.5);
  });

  it('tells how often what ships is active, and the worst that it does', () => {
    const { activeShare, worstFalseAlarms, worstAuc } = summaryOf(runs);
    expect(activeShare).toBeCloseTo(2 / 3, 5);
    expect(worstFalseAlarms).toBeCloseTo(0.03, 5);
    expect(worstAuc).toBeCloseTo(-0.05, 5);
  });

  it('keeps the order of its fields', () => {
    expect(Object.keys(summaryOf(runs)).join()).toBe('seeds,sites,activeShare,worstFalseAlarms,worstAuc');
  });
});
