import { describe, expect, it } from 'vitest';
import type { Rgb } from '../../../../tools/page/self-blend/picture.ts';
import { Random } from '../../../../src/adaptation/random.ts';
import { blendedPair, type BlendOptions } from '../../../../tools/page/self-blend/blended-pair.ts';
import { INPUT_SIZE } from '../../../../src/detector/crop.ts';
import { pattern } from '../../detector/pictures.ts';

const face = Uint8Array.from(pattern(INPUT_SIZE, INPUT_SIZE).data);

interface Recoded {
  picture: Rgb;
  quality: number;
  made: Uint8Array;
}

/** Options whose encoder writes down what it is given. */
function encoder(seed: number) {
  const recoded: Recoded[] = [];
  const given: BlendOptions = {
    recode: (picture, quality) => {
      const made = picture.data.map((value) => value ^ 1);
      recoded.push({ picture, quality, made });
      return Promise.resolve(made);
    },
    random: new Random(seed),
  };
  return { given, recoded };
}

describe('a self-blend and its base', () => {
  it('pass the same quality', async () => {
    const qualities = new Set<number>();
    for (let seed = 1; seed <= 8; seed++) {
      const { given, recoded } = encoder(seed);
      const pair = await blendedPair(face, [], given);
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
      expect(pair).toEqual({ base: base?.made, blend: blend?.made });
    }
    expect(qualities.size).toBeGreaterThan(4);
  });

  it('are the same for the same draw', async () => {
    const [once, again, other] = [encoder(1), encoder(1), encoder(2)];
    for (const { given } of [once, again, other]) await blendedPair(face, [], given);
    expect(again.recoded).toEqual(once.recoded);
    expect(other.recoded).not.toEqual(once.recoded);
  });

  it('are not made where the encoder throws', async () => {
    const { given } = encoder(1);
    const broken = () => Promise.reject(new Error('device lost'));
    await expect(blendedPair(face, [], { ...given, recode: broken })).rejects.toThrow('device lost');
  });
});
