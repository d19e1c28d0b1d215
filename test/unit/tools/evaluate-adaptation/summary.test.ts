import { describe, expect, it } from 'vitest';
import { summaryOf } from '../../../../tools/evaluate-adaptation/summary.ts';
import { gainOf, meanGain } from '../../../../tools/evaluate-adaptation/gains.ts';
import { outcome } from './outcomes.ts';

const always = (): boolean => true;

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
  it('counts a refused update as no gain, and looks for the worst among those let through', () => {
    const runs = [
      outcome({ seed: 1 }),
      outcome({ seed: 2, wrongAfter: 20, committed: false }),
      outcome({ seed: 3, wrongAfter: 10 }),
    ];
    const summary = summaryOf(runs, always);
    expect(summary).toMatchObject({ shifts: ['blur 3'], seeds: 3, committed: 2, refused: 1 });
    expect(summary.meanGain).toBeCloseTo((0.1 + 0 - 0.05) / 3, 5);
    expect(summary.worstTarget).toBeCloseTo(-0.05, 5);
    expect(summary.worstSource).toBeCloseTo(-0.05, 5);
  });

  it('takes the mean over the damages alone, and the worst over all sites', () => {
    const runs = [outcome(), outcome({ shift: 'ffpp-c40', wrongAfter: 12 })];
    const summary = summaryOf(runs, (shift) => shift === 'blur 3');
    expect(summary.meanGain).toBeCloseTo(0.1, 5);
    expect(summary.worstTarget).toBeCloseTo(-0.1, 5);
  });

  it('has nothing to say of the worst where all was refused', () => {
    const summary = summaryOf([outcome({ committed: false })], always);
    expect(summary).toMatchObject({ meanGain: 0, worstTarget: null, worstSource: null });
  });

  it('keeps the order of its fields', () => {
    const fields = 'shifts,seeds,meanGain,low,high,worstTarget,worstSource,committed,refused';
    expect(Object.keys(summaryOf([outcome()], always)).join()).toBe(fields);
  });
});
