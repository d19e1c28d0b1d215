import { CUT_VALUES } from '../../detector/cut.ts';
import type { Random } from '../random.ts';
import { mixed, nearness, type Transfer } from './transfer.ts';

/** What a site's look does to a face that the face does not tell: normally distributed along a few directions. */
export interface Grain {
  /** Spread along each direction, `[directions]`. */
  spread: Float32Array;
  /** `[directions, CUT_VALUES]`, one after the other, in the values' own units. */
  directions: Float32Array;
}

/** @param code of the site's look, from {@link codeOf}. */
export async function grainOf(
  transfer: Transfer,
  code: Float32Array,
  yieldToEngine: () => Promise<void>,
): Promise<Grain> {
  const { grain, grainSpread, spread } = transfer.tensors;
  return {
    spread: (await mixed(grainSpread, nearness(transfer, code), yieldToEngine)).map(Math.exp),
    directions: grain.values.map((value, i) => value * (spread.values[i % CUT_VALUES] ?? 0)),
  };
}

/** How far grain is along each of its directions, of one face after the other, `[count * directions]`. */
export function drawnGrain({ spread }: Grain, count: number, random: Random): Float32Array {
  return Float32Array.from({ length: count * spread.length }, (_, i) =>
    random.normal(spread[i % spread.length] ?? 0),
  );
}

/** Faces in one slice. */
const TOGETHER = 32;

/** Shown faces, each with grain of its own, in their order. */
export async function withGrain(
  shown: readonly Float32Array[],
  grain: Grain,
  random: Random,
  yieldToEngine: () => Promise<void>,
): Promise<Float32Array[]> {
  const directions = grain.spread.length;
  const grainy: Float32Array[] = [];
  for (let first = 0; first < shown.length; first += TOGETHER) {
    const some = shown.slice(first, first + TOGETHER);
    const drawn = drawnGrain(grain, some.length, random);
    some.forEach((face, i) => {
      const values = face.slice();
      for (let k = 0; k < directions; k++) {
        const by = drawn[i * directions + k] ?? 0;
        for (let at = 0; at < CUT_VALUES; at++)
          values[at] = (values[at] ?? 0) + by * (grain.directions[k * CUT_VALUES + at] ?? 0);
      }
      grainy.push(values);
    });
    await yieldToEngine();
  }
  return grainy;
}
