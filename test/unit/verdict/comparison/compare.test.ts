import { describe, expect, it } from 'vitest';
import {
  alikeInQuality,
  compare,
  type ComparableFace,
  type Reference,
} from '../../../../src/verdict/comparison/compare.ts';
import { genuineRange, studentT } from '../../../../src/verdict/comparison/interval.ts';
import { COMPARISON } from '../../../../src/verdict/comparison/tunables.ts';
import { TUNABLES } from '../../../../src/verdict/tunables.ts';

/** Of a person, who lies as far from the next as the threshold is wide, and a little more. */
function aFace(person: number, change: Partial<ComparableFace> = {}): ComparableFace {
  return {
    track: 1,
    logOdds: -2,
    frames: TUNABLES.framesMinimum,
    side: 200,
    detail: 0.8,
    descriptor: [person * COMPARISON.samePerson * 1.1, 0, 0],
    ...change,
  };
}

const references = (...all: Reference['faces'][]): Reference[] =>
  all.map((faces, index) => ({ name: `${index}.mp4`, faces }));

describe('the range of genuine videos', () => {
  it('knows the quantiles of Student', () => {
    // Tables of Student's t, 97.5 %.
    expect(studentT(6)).toBeCloseTo(2.447, 2);
    expect(studentT(10)).toBeCloseTo(2.228, 2);
    expect(studentT(1000)).toBeCloseTo(1.962, 2);
  });

  it('is wide for one video and narrower the more there are', () => {
    const margins = [1, 2, 4, 16].map((n) => genuineRange(Array.from({ length: n }, () => -2)).margin);
    expect(margins).toEqual([...margins].sort((a, b) => b - a));
    expect(margins[0]).toBeGreaterThan(2);
  });

  it('is wider for a person whose videos differ', () => {
    expect(genuineRange([-4, 0, -4, 0]).margin).toBeGreaterThan(genuineRange([-2, -2, -2, -2]).margin);
    expect(genuineRange([-4, 0]).mean).toBe(-2);
  });
});

describe('a checked face beside genuine videos', () => {
  it('lies within, above or below what they differ by', () => {
    const sides = [-2, 3, -7].map(
      (logOdds) => compare([aFace(0, { logOdds })], references([aFace(0)], [aFace(0)])).faces[0]?.side,
    );
    expect(sides).toEqual(['within', 'higher', 'lower']);
  });

  it('is held against the person in each, the closest of several, and not against others', () => {
    const other = aFace(1, { track: 2, logOdds: 4 });
    const result = compare([aFace(0)], references([other, aFace(0, { logOdds: -1 })], [other]));
    expect(result.faces).toMatchObject([{ track: 1, references: [-1], difference: -1 }]);
    expect(result.references).toEqual([
      { name: '0.mp4', refusal: null },
      { name: '1.mp4', refusal: 'otherPerson' },
    ]);
  });

  it('is one of several, each compared with its own person', () => {
    const [one, two] = [aFace(0, { logOdds: 3 }), aFace(1, { track: 2 })];
    const { faces } = compare([one, two], references([aFace(0)], [aFace(1, { track: 7, logOdds: -1 })]));
    expect(faces).toMatchObject([
      { track: 1, side: 'higher', references: [-2] },
      { track: 2, side: 'within', references: [-1] },
    ]);
  });

  it('is not compared where a reference says nothing, each with its reason', () => {
    const few = TUNABLES.framesMinimum - 1;
    const soft = aFace(0, { detail: aFace(0).detail - COMPARISON.detailDifference - 0.01 });
    const given = references([], 'sameFile', 'notChecked', [aFace(0, { frames: few })], [aFace(1)], [soft]);
    const result = compare([aFace(0)], given);
    expect(result.faces).toEqual([]);
    expect(result.references.map(({ refusal }) => refusal)).toEqual([
      'noFace',
      'sameFile',
      'notChecked',
      'tooFewFrames',
      'otherPerson',
      'quality',
    ]);
    expect(compare([aFace(0, { frames: few })], references([aFace(0)])).faces).toEqual([]);
  });

  it('may be larger than the other only where the network would see it larger', () => {
    const sized = (side: number) => aFace(0, { side });
    expect(alikeInQuality(sized(100), sized(190))).toBe(true);
    expect(alikeInQuality(sized(100), sized(210))).toBe(false);
    expect(alikeInQuality(sized(240), sized(2000))).toBe(true);
  });
});
