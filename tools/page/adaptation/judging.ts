import * as tf from '@tensorflow/tfjs-core';
import { CUT_VALUES, type Top } from '../../../src/detector/cut.ts';
import type { FaceSet } from '../face-set.ts';
import { PICTURES } from './requests.ts';

/** Faces that are judged at once. */
const BATCH = 32;

/** Changes values at the cut in place before they are judged. */
export type Shift = (values: Float32Array) => void;

/** Logits as the extension says them: the mean of the face and its mirror image. */
export async function judge(
  set: FaceSet,
  faces: readonly number[],
  top: Top,
  shift?: Shift,
): Promise<number[]> {
  const logits: number[] = [];
  for (let first = 0; first < faces.length; first += BATCH) {
    const some = faces.slice(first, first + BATCH);
    const looks = [PICTURES.face, PICTURES.mirrored].flatMap((picture) =>
      some.map((face) => set.values(face, picture)),
    );
    if (shift) looks.forEach(shift);
    const said = await logitsOf(looks, top);
    some.forEach((_, i) => logits.push(((said[i] ?? 0) + (said[i + some.length] ?? 0)) / 2));
  }
  return logits;
}

async function logitsOf(values: readonly Float32Array[], top: Top): Promise<Float32Array> {
  const joined = new Float32Array(values.length * CUT_VALUES);
  values.forEach((one, i) => joined.set(one, i * CUT_VALUES));
  const said = tf.tidy(() => top.apply(tf.tensor2d(joined, [values.length, CUT_VALUES])));
  try {
    return await said.data<'float32'>();
  } finally {
    said.dispose();
  }
}
