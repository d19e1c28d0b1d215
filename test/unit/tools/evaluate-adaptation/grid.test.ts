import { describe, expect, it } from 'vitest';
import { grid, type Run } from '../../../../tools/evaluate-adaptation/grid.ts';
import { parseShifts } from '../../../../tools/evaluate-adaptation/shifts.ts';

const SHIFTS = [{ name: 'h264 crf 40' }, { name: 'ffpp-c40' }];
const wordsOf = ({ arm, rate, seed, scenario }: Run) => `${arm.name} ${rate ?? '-'} ${seed} ${scenario}`;
const of = (runs: readonly Run[], shift: string) => runs.filter((run) => run.shift === shift).map(wordsOf);

describe('grid', () => {
  it('begins each site with what all else is compared with', () => {
    for (const mode of ['methods', 'quick', 'level', 'ablation', 'poison'] as const) {
      const runs = grid({ mode, shifts: SHIFTS, rates: [0.2], seeds: 2 });
      for (const { name } of SHIFTS) {
        const names = runs.filter(({ shift }) => shift === name).map(({ arm }) => arm.name);
        expect(names.indexOf('base')).toBe(0);
        expect(names.filter((arm) => arm === 'base')).toHaveLength(1);
      }
    }
  });

  it('takes ours over all shares and seeds, plain DANN with fewer seeds, the others at one share', () => {
    const runs = grid({ mode: 'methods', shifts: SHIFTS, rates: [0, 0.5, 1], seeds: 5 });
    const own = of(runs, 'h264 crf 40');
    const count = (arm: string) => own.filter((run) => run.startsWith(`${arm} `)).length;
    expect([count('ours'), count('dann')]).toEqual([15, 9]);
    for (const arm of ['statistics', 'classDann', 'replay', 'oracle']) {
      const others = own.filter((run) => run.startsWith(`${arm} `));
      expect(others).toEqual([1, 2, 3].map((seed) => `${arm} 0.5 ${seed} ordinary`));
    }
  });

  it('trains once each when it must be quick', () => {
    const runs = grid({ mode: 'quick', shifts: SHIFTS.slice(0, 1), rates: [0, 0.5], seeds: 5 });
    expect(runs.map(wordsOf)).toEqual([
      'base - 1 ordinary',
      'ours 0 1 ordinary',
      'ours 0.5 1 ordinary',
      'dann 0.5 1 ordinary',
      'oracle 0.5 1 ordinary',
    ]);
  });

  it('changes one term of the objective at a time, and attacks in three ways', () => {
    const ablation = grid({ mode: 'ablation', shifts: SHIFTS.slice(0, 1), rates: [0.2], seeds: 1 });
    const names = ablation.map(({ arm }) => arm.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(['ours', 'distillation-0', 'domain-0.3']));
    const poison = grid({ mode: 'poison', shifts: SHIFTS.slice(0, 1), rates: [0.2], seeds: 1 });
    expect(poison.map(wordsOf).slice(1)).toEqual([
      'ours 0.2 1 ordinary',
      'ours 1 1 ordinary',
      'ours 0.2 1 trustedFakes',
      'ours 0.2 1 flood',
    ]);
  });
});

describe('parseShifts', () => {
  it('reads damages and sets', () => {
    expect(parseShifts('h264:40,resize:0.33,ffpp-c40').map(({ name, dataset }) => [name, dataset])).toEqual([
      ['h264 crf 40', 'dfdc-faces'],
      ['resize 0.33', 'dfdc-faces'],
      ['ffpp-c40', 'ffpp-c40'],
    ]);
  });

  it('names what it does not know', () => {
    expect(() => parseShifts('fog:3')).toThrow(
      '"fog:3" is neither a set (ffpp-c40, df-timit-lq, openforensics, ciplab) nor a damage',
    );
    expect(() => parseShifts('')).toThrow('nothing to adapt to');
  });
});
