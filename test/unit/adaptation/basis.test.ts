import { expect, it } from 'vitest';
import { basisOf } from '../../../src/adaptation/basis.ts';
import { RANGES } from './cuts.ts';

it('the basis changes with the network and with every end of a range, and with nothing else', async () => {
  const memory = { modelVersion: 'net-1', ranges: RANGES };
  const same = { modelVersion: 'net-1', ranges: { low: [...RANGES.low], high: [...RANGES.high] } };
  expect(await basisOf(same)).toBe(await basisOf(memory));
  const others = [
    { ...memory, modelVersion: 'net-2' },
    { ...memory, ranges: { ...RANGES, low: RANGES.low.with(0, -3.000001) } },
    { ...memory, ranges: { ...RANGES, high: RANGES.high.with(-1, 3.000001) } },
  ];
  const all = await Promise.all([memory, ...others].map(basisOf));
  expect(new Set(all).size).toBe(all.length);
});
