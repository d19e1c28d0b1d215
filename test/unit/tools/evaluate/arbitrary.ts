import fc from 'fast-check';
import type { Sample } from '../../../../tools/lib/report/metrics/sample.ts';

/** Scores on a coarse grid, so that ties are frequent. */
const score = fc.integer({ min: 0, max: 20 }).map((n) => n / 20);

const any = fc.array(fc.record({ fake: fc.boolean(), score }), { maxLength: 30 });

/** Samples of both classes in any order. */
export const bothClasses: fc.Arbitrary<Sample[]> = fc
  .tuple(score, score, any)
  .map(([fake, real, rest]) => [{ fake: true, score: fake }, ...rest, { fake: false, score: real }]);

export const anySamples: fc.Arbitrary<Sample[]> = any;

export function samples(fakes: readonly number[], reals: readonly number[]): Sample[] {
  return [
    ...fakes.map((given) => ({ fake: true, score: given })),
    ...reals.map((given) => ({ fake: false, score: given })),
  ];
}
