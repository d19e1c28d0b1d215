import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CUT_VALUES } from '../../../src/detector/cut.ts';
import { Random } from '../../../src/adaptation/random.ts';
import { quantise, rangesOf, restore } from '../../../src/adaptation/samples/quantise.ts';
import { ReplayError, parseReplay } from '../../../src/adaptation/samples/replay.ts';
import { splitByVideo } from '../../../src/adaptation/round.ts';
import { RANGES, drawnSample } from './cuts.ts';

describe('values at the cut as bytes', () => {
  it('come back within half a level, and are clipped beyond their range', () => {
    const random = new Random(1);
    const values = Float32Array.from({ length: CUT_VALUES }, () => random.uniform(-4, 4));
    const restored = restore([quantise(values, RANGES)], RANGES);
    restored.forEach((value, i) => {
      const wanted = Math.min(3, Math.max(-3, values[i] ?? 0));
      if (Math.abs(value - wanted) > 3 / 255 + 1e-6)
        expect.fail(`value ${i} is ${value} instead of ${wanted}`);
    });
  });

  it('are of one length', () => {
    expect(() => quantise(new Float32Array(3), RANGES)).toThrow(RangeError);
    expect(() => quantise(new Float32Array(CUT_VALUES).fill(NaN, 7), RANGES)).toThrow(
      'Value 7 at the cut is NaN',
    );
    expect(() => restore([new Uint8Array(3)], RANGES)).toThrow(RangeError);
  });

  it('have ranges without outliers, never empty', () => {
    const faces = Array.from({ length: 100 }, (_, face) => {
      const values = new Float32Array(CUT_VALUES).fill(7);
      values[0] = face === 50 ? 1e6 : face / 100;
      return values;
    });
    const { low, high } = rangesOf(faces, 0.02);
    expect(high[0]).toBeLessThan(1);
    expect(low[1]).toBeLessThan(high[1] ?? 0);
  });
});

const faces = Array.from({ length: 8 }, (_, i) => ({
  manipulated: i % 2 === 0,
  held: i < 4,
  pair: i % 4 > 1,
  stratum: 'as is',
}));
const json = { version: 2, modelVersion: 'net-1', ranges: RANGES, faces };

describe('the replay memory', () => {
  it('is split as it says', () => {
    const bytes = Uint8Array.from({ length: 8 * CUT_VALUES }, (_, i) => Math.floor(i / CUT_VALUES));
    const { train, held } = parseReplay(json, bytes);
    expect(held.map(({ cut }) => cut[0])).toEqual([0, 1, 2, 3]);
    expect(train.map(({ cut, manipulated }) => [cut[5], manipulated])).toEqual([
      [4, true],
      [5, false],
      [6, true],
      [7, false],
    ]);
  });

  it.each<[string, unknown, number]>([
    ['no object', null, 8],
    ['another version', { ...json, version: 1 }, 8],
    ['an empty range', { ...json, ranges: { ...RANGES, high: RANGES.low } }, 8],
    ['too few bytes', json, 7],
    [
      'one class to train on',
      { ...json, faces: faces.map((face) => ({ ...face, manipulated: face.held && face.manipulated })) },
      8,
    ],
    ['no blends', { ...json, faces: faces.map((face) => ({ ...face, pair: false })) }, 8],
    ['nothing held out', { ...json, faces: faces.map((face) => ({ ...face, held: false })) }, 8],
  ])('with %s is refused, with a reason', (_, malformed, count) => {
    let error: unknown;
    try {
      parseReplay(malformed, new Uint8Array(count * CUT_VALUES));
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(ReplayError);
    expect(String(error).length).toBeGreaterThan(20);
  });
});

describe('the split of a site', () => {
  it('holds out whole videos, about a quarter, by its seed alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 0, max: 1000 }), (videos, seed) => {
        const random = new Random(4);
        const samples = Array.from({ length: videos * 2 }, (_, i) =>
          drawnSample(random, `video ${i % videos}`),
        );
        const { train, held } = splitByVideo(samples, seed);
        const names = (list: typeof samples) => new Set(list.map(({ video }) => video));
        expect(train.length + held.length).toBe(samples.length);
        expect([...names(held)].some((video) => names(train).has(video))).toBe(false);
        expect(names(held).size).toBe(Math.max(1, Math.round(videos / 4)));
        expect(
          splitByVideo([...samples].reverse(), seed)
            .held.map(({ id }) => id)
            .sort(),
        ).toEqual(held.map(({ id }) => id).sort());
      }),
      { numRuns: 30 },
    );
  });

  it('needs two videos', () => {
    expect(() => splitByVideo([drawnSample(new Random(1), 'only')], 1)).toThrow(/Two videos/);
  });
});
