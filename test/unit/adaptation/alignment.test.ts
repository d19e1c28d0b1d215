import { beforeAll, describe, expect, it } from 'vitest';
import { align, alignmentOf, momentsOf } from '../../../src/adaptation/alignment.ts';
import { Random } from '../../../src/adaptation/blend/random.ts';
import { restore } from '../../../src/adaptation/quantise.ts';
import { DEFAULT_TRAINING, train } from '../../../src/adaptation/training.ts';
import { WEIGHT_VALUES } from '../../../src/adaptation/weights.ts';
import { CUT_VALUES } from '../../../src/detector/cut.ts';
import { useWasm } from '../../../tools/models/wasm.ts';
import { RANGES, drawnCut } from './cuts.ts';

const ready = () => Promise.resolve();
const random = new Random(3);
const drawn = (count: number, shift: number) => Array.from({ length: count }, () => drawnCut(random, shift));
const genuine = drawn(90, 0);
const manipulated = drawn(90, 25);

/** A camera of its own: another contrast, and another brightness, in every value. */
function seen(face: Uint8Array): Uint8Array {
  return face.map((level, i) =>
    Math.min(255, Math.max(0, Math.round(0.5 * level + (i % 2 === 0 ? 20 : 90)))),
  );
}

async function source() {
  return {
    genuine: await momentsOf(genuine, RANGES, ready),
    manipulated: await momentsOf(manipulated, RANGES, ready),
  };
}

describe('source faces as the site would show them', () => {
  it('have the site’s mean and spread in every value', async () => {
    const site = await momentsOf([...genuine, ...manipulated].map(seen), RANGES, ready);
    const alignment = alignmentOf(await source(), site, 0.5);
    const values = restore([...genuine, ...manipulated], RANGES);
    const faces = values.length / CUT_VALUES;
    for (let face = 0; face < faces; face++) align(values, face, alignment);
    for (const unit of [0, 1, 63, 64, CUT_VALUES - 1]) {
      const column = Array.from({ length: faces }, (_, face) => values[face * CUT_VALUES + unit] ?? NaN);
      const mean = column.reduce((sum, value) => sum + value, 0) / faces;
      const square = column.reduce((sum, value) => sum + value * value, 0) / faces;
      expect(mean).toBeCloseTo(site.mean[unit] ?? NaN, 4);
      expect(Math.sqrt(square - mean ** 2)).toBeCloseTo(
        Math.sqrt((site.square[unit] ?? NaN) - (site.mean[unit] ?? NaN) ** 2),
        2,
      );
    }
  });

  it('are left as they are by a site that looks like the source, whatever its share of manipulated faces', async () => {
    for (const [faces, fakeRate] of [
      [genuine, 0],
      [manipulated, 1],
      [[...genuine, ...manipulated], 0.5],
    ] as const) {
      const { gain, shift } = alignmentOf(await source(), await momentsOf(faces, RANGES, ready), fakeRate);
      gain.forEach((value) => {
        if (Math.abs(value - 1) > 1e-6) expect.fail(`gain ${value}`);
      });
      shift.forEach((value) => {
        if (Math.abs(value) > 1e-6) expect.fail(`shift ${value}`);
      });
    }
  });

  it('do not run away where a value never moves', async () => {
    const still = [new Uint8Array(CUT_VALUES).fill(127)];
    const to = alignmentOf(await source(), await momentsOf(still, RANGES, ready), 0.5);
    const flat = await momentsOf(still, RANGES, ready);
    const from = alignmentOf(
      { genuine: flat, manipulated: flat },
      await momentsOf(genuine, RANGES, ready),
      0.5,
    );
    expect(Math.min(...to.gain)).toBeCloseTo(0.2);
    expect(Math.max(...from.gain)).toBeCloseTo(5);
  });

  it('are read in slices between which others go first', async () => {
    let breaths = 0;
    await momentsOf(genuine, RANGES, () => {
      breaths++;
      return Promise.resolve();
    });
    expect(breaths).toBe(2);
    const stopped = momentsOf(genuine, RANGES, () => Promise.reject(new Error('Stopped')));
    await expect(stopped).rejects.toThrow('Stopped');
  });
});

describe('what is learned', () => {
  beforeAll(useWasm);

  it('depends on the look of a site’s unlabelled faces only where source faces are aligned with it', async () => {
    const initial = Float32Array.from({ length: WEIGHT_VALUES }, () => random.normal(0.03));
    const known = (manipulated: boolean) => (cut: Uint8Array, i: number) => ({
      cut,
      manipulated,
      pair: i < 10,
      taught: 0,
    });
    const pairs = [{ base: drawnCut(random), blend: drawnCut(random) }];
    const of = async (camera: (face: Uint8Array) => Uint8Array, aligned: number) => {
      const site = [...genuine, ...manipulated].map((cut) => ({ cut: camera(cut), trusted: false }));
      const labelled = [...genuine.map(known(false)), ...manipulated.map(known(true))];
      const weights = { source: 1, distillation: 0, blends: 0, domain: 0, trusted: 0 };
      const options = { ...DEFAULT_TRAINING, weights, aligned, classWeighted: false, steps: 3 };
      const pace = { signal: new AbortController().signal, breathe: ready };
      return (await train({ ranges: RANGES, source: labelled, site, pairs }, initial, options, pace)).weights;
    };
    const plain = (face: Uint8Array) => face;
    expect(await of(seen, 0)).toEqual(await of(plain, 0));
    expect(await of(seen, 1)).not.toEqual(await of(plain, 1));
  });
});
