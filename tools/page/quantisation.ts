import * as tf from '@tensorflow/tfjs-core';
import { quantise, restore, type Ranges } from '../../src/adaptation/samples/quantise.ts';
import { topOf } from '../../src/adaptation/training/site-network.ts';
import { CUT_VALUES, type Top } from '../../src/detector/cut.ts';
import { initialWeights } from '../../src/adaptation/training/weights.ts';
import { FaceSet } from './face-set.ts';
import type { MeasuringEngine } from './measuring-engine.ts';
import type { QuantisedLogits } from './requests.ts';

/** What the network as it was installed says of a file of faces, of their values at the cut and of the same as bytes. */
export async function quantisedLogits(
  engine: MeasuringEngine,
  file: File | undefined,
  ranges: Ranges,
): Promise<QuantisedLogits> {
  const { detector } = await engine.models.running();
  // The branch adds nothing before it is trained, whatever it is drawn from.
  const top = topOf(initialWeights(await detector.topWeights(), 1), ranges);
  const set = await FaceSet.open(file, 1);
  const exact: number[] = [];
  const rounded: number[] = [];
  for (let face = 0; face < set.length; face++) {
    const values = set.values(face, 0);
    exact.push(await logitOf(values, top));
    rounded.push(await logitOf(restore([quantise(values, ranges)], ranges), top));
  }
  return { exact, rounded };
}

async function logitOf(values: Float32Array, top: Top): Promise<number> {
  const said = tf.tidy(() => top.apply(tf.tensor2d(values, [1, CUT_VALUES])));
  const [logit = Number.NaN] = await said.data();
  said.dispose();
  return logit;
}
