import * as v from 'valibot';
import { CUT_VALUES } from '../../detector/cut.ts';

/** Values at the cut as bytes: affine, each value by its own range. */

const range = v.pipe(v.number(), v.finite());

/** Ends of the range of each value at the cut; beyond it values are clipped. They come with the replay memory. */
export const RangesSchema = v.pipe(
  v.object({
    low: v.pipe(v.array(range), v.length(CUT_VALUES)),
    high: v.pipe(v.array(range), v.length(CUT_VALUES)),
  }),
  v.check(
    ({ low, high }) => low.every((value, i) => value < (high[i] ?? value)),
    'every low must lie below its high',
  ),
);
export type Ranges = v.InferOutput<typeof RangesSchema>;

const LEVELS = 255;

/** @param values of one face at the cut. @throws RangeError for another length, or for what is no number. */
export function quantise(values: Float32Array, { low, high }: Ranges): Uint8Array {
  if (values.length !== CUT_VALUES)
    throw new RangeError(`A face has ${CUT_VALUES} values at the cut, not ${values.length}`);
  return Uint8Array.from(values, (value, index) => {
    // A backend that broke: as a byte it would be the lowest value, and look like any other face.
    if (!Number.isFinite(value)) throw new RangeError(`Value ${index} at the cut is ${value}`);
    const from = low[index] ?? 0;
    const level = ((value - from) / ((high[index] ?? 1) - from)) * LEVELS;
    return Math.round(Math.min(LEVELS, Math.max(0, level)));
  });
}

/** The values again, of several faces one after the other, each off by at most half a level. */
export function restore(faces: readonly Uint8Array[], { low, high }: Ranges): Float32Array {
  const values = new Float32Array(faces.length * CUT_VALUES);
  faces.forEach((bytes, face) => {
    if (bytes.length !== CUT_VALUES)
      throw new RangeError(`A face has ${CUT_VALUES} bytes, not ${bytes.length}`);
    const start = face * CUT_VALUES;
    for (let i = 0; i < CUT_VALUES; i++) {
      const from = low[i] ?? 0;
      values[start + i] = from + ((bytes[i] ?? 0) * ((high[i] ?? 1) - from)) / LEVELS;
    }
  });
  return values;
}

/** A face at the cut: a byte a value as it is stored, or the values themselves. */
export type Values = Uint8Array | Float32Array;

/** The values of faces of either form, one after the other. */
export function valuesOf(faces: readonly Values[], ranges: Ranges): Float32Array {
  const values = new Float32Array(faces.length * CUT_VALUES);
  faces.forEach((face, i) =>
    values.set(face instanceof Float32Array ? face : restore([face], ranges), i * CUT_VALUES),
  );
  return values;
}

/** The ranges of many faces: the extremes after a share of outliers. @param faces values at the cut, one each. */
export function rangesOf(faces: readonly Float32Array[], outliers: number): Ranges {
  const low: number[] = [];
  const high: number[] = [];
  for (let i = 0; i < CUT_VALUES; i++) {
    const sorted = Float32Array.from(faces, (values) => values[i] ?? 0).sort();
    const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
    const [from, to] = [at(outliers), at(1 - outliers)];
    low.push(from);
    // A unit that never moves still needs a range.
    high.push(to > from ? to : from + 1e-3);
  }
  return { low, high };
}
