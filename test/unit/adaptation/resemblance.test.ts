import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/adaptation/random.ts';
import { resemblanceOf } from '../../../src/adaptation/look/resemblance.ts';
import { CUT_VALUES } from '../../../src/detector/cut.ts';
import type { Transfer } from '../../../src/adaptation/look/transfer.ts';
import { useWasm } from '../../../tools/verify-models/wasm.ts';
import { drawnTransfer } from './cuts.ts';

let transfer: Transfer;
beforeAll(async () => {
  await useWasm();
  transfer = drawnTransfer();
});

const random = new Random(8);
/** Faces of spread 1 whose first values lie higher, and whose others do. */
const faces = (count: number, first = 0, others = 0) =>
  Array.from({ length: count }, () =>
    Float32Array.from({ length: CUT_VALUES }, (_, i) => (i < 8 ? first : others) + random.normal(1)),
  );
const shown = { genuine: faces(400), manipulated: faces(400, 2) };

describe('the resemblance of a site', () => {
  it('is close for the source’s own faces, whatever share of them is manipulated', () => {
    for (const share of [0, 0.2, 0.5, 1]) {
      const site = [...faces(Math.round(400 * share), 2), ...faces(Math.round(400 * (1 - share)))];
      const { distance, alike, fakeRate } = resemblanceOf(transfer, shown, site);
      expect(distance, String(share)).toBeLessThan(1.5);
      expect(alike).toBe(true);
      expect(Math.abs(fakeRate - share)).toBeLessThan(0.15);
    }
  });

  it('is far for faces that lie where no share of manipulated ones brings the source’s', () => {
    const { distance, alike } = resemblanceOf(transfer, shown, faces(400, 0, 0.5));
    expect(distance).toBeGreaterThan(20);
    expect(alike).toBe(false);
  });

  it('takes what the source’s own means lie off by as nothing', () => {
    const off = drawnTransfer(1, {
      residualMean: { shape: [CUT_VALUES], values: new Array<number>(CUT_VALUES).fill(0.5) },
    });
    expect(resemblanceOf(off, shown, faces(400, 0.5, 0.5)).distance).toBeLessThan(1.5);
  });

  it('is none without faces', () => {
    expect(() => resemblanceOf(transfer, shown, [])).toThrow(RangeError);
    expect(() => resemblanceOf(transfer, { ...shown, manipulated: [] }, faces(2))).toThrow(RangeError);
  });
});
