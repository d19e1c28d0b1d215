import { describe, expect, it } from 'vitest';
import type { Rgb } from '../../../src/adaptation/blend/picture.ts';
import { Random } from '../../../src/adaptation/blend/random.ts';
import { cutsOf, type Workshop } from '../../../src/adaptation/make-sample.ts';
import { restore } from '../../../src/adaptation/quantise.ts';
import { INPUT_SIZE } from '../../../src/detector/crop.ts';
import { CUT_VALUES } from '../../../src/detector/cut.ts';
import { pattern } from '../detector/pictures.ts';
import { RANGES } from './cuts.ts';

const face = Uint8Array.from(pattern(INPUT_SIZE, INPUT_SIZE).data);

interface Recoded {
  picture: Rgb;
  quality: number;
  made: Uint8Array;
}

/** A workshop that writes down what it is given. Its network says of each picture which of the batch it is. */
function workshop(seed: number, answers = 3) {
  const recoded: Recoded[] = [];
  const batches: (readonly Uint8Array[])[] = [];
  const given: Workshop = {
    cut: (faces) => {
      batches.push(faces);
      return Promise.resolve(
        Array.from({ length: answers }, (_, i) => new Float32Array(CUT_VALUES).fill(i - 1)),
      );
    },
    recode: (picture, quality) => {
      const made = picture.data.map((value) => value ^ 1);
      recoded.push({ picture, quality, made });
      return Promise.resolve(made);
    },
    ranges: RANGES,
    random: new Random(seed),
  };
  return { given, recoded, batches };
}

describe('a sample of a face', () => {
  it('has its base and its blend pass the same quality, and nothing else re-encoded', async () => {
    const qualities = new Set<number>();
    for (let seed = 1; seed <= 8; seed++) {
      const { given, recoded, batches } = workshop(seed);
      await cutsOf(face, [], given);
      const [base, blend] = recoded;
      expect(recoded).toHaveLength(2);
      expect(blend?.quality).toBe(base?.quality);
      expect(base?.quality).toBeGreaterThanOrEqual(0.5);
      expect(base?.quality).toBeLessThan(0.95);
      qualities.add(base?.quality ?? 0);
      for (const { picture } of recoded) {
        expect(picture.side).toBe(INPUT_SIZE);
        expect(picture.data).toHaveLength(face.length);
      }
      expect(blend?.picture.data).not.toEqual(base?.picture.data);
      // The network sees the face as it was judged, then what came back from the encoder.
      expect(batches).toEqual([[face, base?.made, blend?.made]]);
    }
    expect(qualities.size).toBeGreaterThan(4);
  });

  it('keeps face, base and blend in their places, as bytes of the length of the cut', async () => {
    const sample = await cutsOf(face, [], workshop(1).given);
    expect(sample.blends).toHaveLength(1);
    for (const [i, kept] of [sample.face, sample.base, ...sample.blends].entries()) {
      expect(kept).toBeInstanceOf(Uint8Array);
      expect(kept).toHaveLength(CUT_VALUES);
      expect(Math.abs((restore([kept], RANGES)[0] ?? NaN) - (i - 1))).toBeLessThan(3 / 255 + 1e-6);
    }
  });

  it('is the same for the same draw', async () => {
    const [once, again, other] = [workshop(1), workshop(1), workshop(2)];
    for (const { given } of [once, again, other]) await cutsOf(face, [], given);
    expect(again.recoded).toEqual(once.recoded);
    expect(other.recoded).not.toEqual(once.recoded);
  });

  it.each([0, 2, 4])('is refused where the network answers for %d pictures of three', async (answers) => {
    await expect(cutsOf(face, [], workshop(1, answers).given)).rejects.toThrow('no answer');
  });

  it('passes on what the encoder and the network throw', async () => {
    const { given } = workshop(1);
    const broken = () => Promise.reject(new Error('device lost'));
    await expect(cutsOf(face, [], { ...given, cut: broken })).rejects.toThrow('device lost');
    await expect(cutsOf(face, [], { ...given, recode: broken })).rejects.toThrow('device lost');
  });
});
