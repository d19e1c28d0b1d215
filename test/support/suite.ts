/** Set by the long suite in `vitest.config.ts`. */
const long = process.env.FAKEFILTER_SUITE === 'long';

/**
 * Tests of one kind: all of them with `npm run test:long`, with `npm test` the first ones, which stand for the others.
 * @param first how many those are.
 */
export function siblings<T>(all: readonly T[], first = 1): readonly T[] {
  return long ? all : all.slice(0, first);
}

/** A size, such as a number of repetitions, for each of the two suites. */
export function sized(sizes: { short: number; long: number }): number {
  return long ? sizes.long : sizes.short;
}
