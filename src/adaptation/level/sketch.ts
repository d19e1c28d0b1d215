import { CUT_VALUES } from '../../detector/cut.ts';
import { Random } from '../random.ts';
import { LEVEL } from '../tunables.ts';
import { meanOf } from '../vectors.ts';

/**
 * A few bits of a face's values at the cut, by which it is told whether two videos show the same: signs of differences of sums of values drawn at random
 * (random hyperplanes, Charikar 2002). Faces cannot be drawn from it.
 */

const BYTES = 32;
/** Values in each of the two sums that a bit compares. */
const TERMS = 24;

/**
 * @param faces of one person in one video: bytes at the cut, `[CUT_VALUES]` each, one at least.
 * @param centre what all faces have in common: the mean of the replay memory's, `[CUT_VALUES]`.
 */
export function sketchOf(faces: readonly Uint8Array[], centre: ArrayLike<number>): Uint8Array {
  const sums = meanOf(faces).map((value, i) => value - (centre[i] ?? 0));
  const random = new Random(LEVEL.sketchSeed);
  const sum = (): number =>
    Array.from({ length: TERMS }, () => sums[random.int(0, CUT_VALUES)] ?? 0).reduce((a, b) => a + b, 0);
  return Uint8Array.from({ length: BYTES }, () => {
    let byte = 0;
    for (let bit = 0; bit < 8; bit++) byte = 2 * byte + Number(sum() > sum());
    return byte;
  });
}

/** Share, 0…1, of the bits that differ: about 0 for the same picture, 0.5 for faces with nothing in common. */
export function sketchDistance(a: Uint8Array, b: Uint8Array): number {
  let differing = 0;
  for (let i = 0; i < BYTES; i++) {
    for (let bits = (a[i] ?? 0) ^ (b[i] ?? 0); bits > 0; bits >>= 1) differing += bits & 1;
  }
  return differing / (8 * BYTES);
}
