import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RARE, precisionAt } from '../../../src/verdict/prior.ts';
import { meaningOf, rarityOf } from '../../../src/verdict/words.ts';

describe('precisionAt', () => {
  it('is what counting gives: of 100 000 videos 500 are found and 1980 blamed', () => {
    const rates = { truePositiveRate: 0.5, falsePositiveRate: 0.02, videos: 400 };
    expect(precisionAt(0.01, rates)).toBeCloseTo(500 / (500 + 1980), 9);
  });

  it('does not take no false alarm among few videos for none at all', () => {
    const rates = { truePositiveRate: 0.5, falsePositiveRate: 0, videos: 60 };
    // 0 of 30 genuine ones: at most 1 − 0.05^(1/30) = 9.5 % in 95 of 100 such measurements.
    expect(precisionAt(RARE, rates)).toBeCloseTo(0.005 / (0.005 + 0.99 * 0.09503), 4);
    expect(precisionAt(RARE, { ...rates, videos: 6000 })).toBeGreaterThan(precisionAt(RARE, rates));
  });

  it('is 0 of a threshold that no manipulated video reaches', () => {
    expect(precisionAt(RARE, { truePositiveRate: 0, falsePositiveRate: 0, videos: 1 })).toBe(0);
  });

  it('stays within 0…1 and grows with the share of manipulated videos', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const rates = fc.record({
      truePositiveRate: share,
      falsePositiveRate: share,
      videos: fc.integer({ min: 1, max: 100_000 }),
    });
    fc.assert(
      fc.property(rates, share, share, (some, a, b) => {
        const [low, high] = [precisionAt(Math.min(a, b), some), precisionAt(Math.max(a, b), some)];
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(high).toBeGreaterThanOrEqual(low - 1e-9);
      }),
    );
  });
});

const ALARM = { kind: 'manipulated' } as const;

describe('rarityOf', () => {
  it.each([
    [0.003, 'fewer than 1 of 10'],
    [0.049, 'fewer than 1 of 10'],
    [0.06, 'at best about 1 of 10'],
    [0.33, 'at best about 3 of 10'],
    [0.94, 'at best about 9 of 10'],
    [0.999, 'at best more than 9 of 10'],
  ])('says of %f that %s would really be', (precision, words) => {
    expect(rarityOf(ALARM, { precisionWhereRare: precision })).toContain(
      `If 1 in 100 videos were manipulated, ${words} videos marked`,
    );
  });
});

describe('how far an alarm goes', () => {
  it('is told of alarms only, where it is known, and apart from what the alarm means', () => {
    expect(rarityOf(ALARM, { precisionWhereRare: undefined })).toBeNull();
    expect(rarityOf(ALARM, null)).toBeNull();
    expect(rarityOf({ kind: 'noSign' }, { precisionWhereRare: 0.33 })).toBeNull();
    expect(meaningOf(ALARM, null)).not.toMatch(/\d/);
  });
});
