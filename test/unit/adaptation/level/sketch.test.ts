import { expect, it } from 'vitest';
import { sketchDistance, sketchOf } from '../../../../src/adaptation/level/sketch.ts';
import { Random } from '../../../../src/adaptation/random.ts';
import { LEVEL } from '../../../../src/adaptation/tunables.ts';
import { CUT_VALUES } from '../../../../src/detector/cut.ts';

const centre = new Float64Array(CUT_VALUES).fill(127);
const random = new Random(3);
const drawn = (from: ArrayLike<number>, spread: number) =>
  Uint8Array.from({ length: CUT_VALUES }, (_, i) =>
    Math.min(255, Math.max(0, Math.round((from[i] ?? 0) + random.normal(spread)))),
  );

it('the same face, a little changed, is told from another one', () => {
  const one = drawn(centre, 40);
  expect(sketchDistance(sketchOf([one], centre), sketchOf([drawn(one, 8)], centre))).toBeLessThan(
    LEVEL.alike / 2,
  );
  for (let i = 0; i < 20; i++)
    expect(sketchDistance(sketchOf([one], centre), sketchOf([drawn(centre, 40)], centre))).toBeGreaterThan(
      LEVEL.alike,
    );
});

it('is 32 bytes, however many faces it is made of', () => {
  expect(sketchOf([drawn(centre, 40), drawn(centre, 40)], centre)).toHaveLength(32);
});
