import { describe, expect, it } from 'vitest';
import { verdictOf, worstFirst } from '../../../src/messages/report.ts';
import type { Verdict } from '../../../src/verdict/types.ts';
import { aReport, aState } from '../reports.ts';

describe('verdictOf', () => {
  it('is the failure where there is one, even over an earlier verdict', () => {
    const report = aReport({ failure: 'sourceChanged', state: aState({ kind: 'manipulated' }) });
    expect(verdictOf(report)).toEqual({ kind: 'notChecked', reason: 'sourceChanged' });
  });

  it('is null while nothing is known', () => {
    expect(verdictOf(aReport({ phase: 'waiting', state: null }))).toBeNull();
  });
});

describe('worstFirst', () => {
  const entry = (verdict: Verdict, probability: number, updatedAt: number) => ({
    ...aReport({ state: aState(verdict, { probability }) }),
    updatedAt,
  });

  it('puts what could not be checked above what shows no sign, and unknown ones last', () => {
    const entries = [
      { ...aReport({ state: null, phase: 'waiting' }), updatedAt: 9 },
      entry({ kind: 'noSign' }, 0.1, 1),
      entry({ kind: 'notChecked', reason: 'noFace' }, 0, 1),
      entry({ kind: 'unclear', reason: 'undecided' }, 0.5, 1),
      entry({ kind: 'manipulated' }, 0.9, 1),
    ];
    const order = entries.sort(worstFirst).map((each) => verdictOf(each)?.kind);
    expect(order).toEqual(['manipulated', 'unclear', 'notChecked', 'noSign', undefined]);
  });

  it('puts the likelier manipulation first, then the newer report', () => {
    const entries = [
      entry({ kind: 'manipulated' }, 0.8, 5),
      entry({ kind: 'manipulated' }, 0.9, 1),
      entry({ kind: 'manipulated' }, 0.8, 6),
    ];
    expect(entries.sort(worstFirst).map((each) => [each.state?.probability, each.updatedAt])).toEqual([
      [0.9, 1],
      [0.8, 6],
      [0.8, 5],
    ]);
  });
});
