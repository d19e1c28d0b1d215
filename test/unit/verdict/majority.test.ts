import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { majority } from '../../../src/verdict/aggregation/majority.ts';
import { frames } from './frames.ts';

describe('the majority rule', () => {
  it('calls more than half of the frames a manipulated face', () => {
    expect(majority(frames(1, 1, 1, -1, -1)).verdict.kind).toBe('manipulated');
  });

  it('does not call exactly half so', () => {
    expect(majority(frames(9, 9, -0.1, -0.1)).verdict.kind).toBe('noSign');
    expect(majority(frames(9, 9, 0, 0)).verdict.kind).toBe('noSign');
  });

  it('gives no verdict on fewer than four frames', () => {
    expect(majority(frames(1, 1, 1)).verdict).toEqual({ kind: 'unclear', reason: 'tooFewFrames' });
  });

  it('is settled exactly when the frames to come cannot change the verdict any more', () => {
    const sample = fc.array(fc.constantFrom(-1, 1), { minLength: 4, maxLength: 15 });
    fc.assert(
      fc.property(sample, (logOdds) => {
        const rest = 16 - logOdds.length;
        const allFake = majority(frames(...logOdds, ...Array.from({ length: rest }, () => 1))).verdict.kind;
        const noneFake = majority(frames(...logOdds, ...Array.from({ length: rest }, () => -1))).verdict.kind;
        expect(majority(frames(...logOdds)).settled).toBe(allFake === noneFake);
      }),
    );
  });
});
