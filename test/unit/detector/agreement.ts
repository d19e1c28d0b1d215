import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { FusedGraph } from '../../../src/detector/fused-graph.ts';
import type { Kernels } from '../../../src/detector/kernels/kernels.ts';
import type { DrawnGraph } from './drawn-graph.ts';

/** The largest difference of any value, over the largest value. */
function relative(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  expect(found).toHaveLength(wanted.length);
  const largest = Array.from(wanted).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const worst = Array.from(wanted).reduce(
    (most, value, i) => Math.max(most, Math.abs(value - (found[i] ?? NaN))),
    0,
  );
  expect(largest).toBeGreaterThan(0);
  return worst / largest;
}

/**
 * Runs the graph and the plain operations; both must agree in shape and in five digits, and leave nothing behind.
 * @param batch pictures at once.
 * @returns the kernels of tfjs that ran the graph.
 */
export async function expectAgreement(
  drawn: DrawnGraph,
  outputs: readonly string[],
  kernels: Kernels | null = null,
  batch = 2,
): Promise<string[]> {
  const before = tf.memory().numTensors;
  const graph = FusedGraph.load(drawn.files(outputs), kernels);
  const input = drawn.pictures(batch);
  const found: tf.Tensor[] = [];
  const { kernelNames } = await tf.profile(() => {
    found.push(...graph.run(input, outputs));
    return found;
  });
  const wanted = drawn.plain(input, outputs);
  for (const [i, name] of outputs.entries()) {
    const [one, other] = [found[i], wanted[i]];
    if (!one || !other) throw new Error(`There is no output ${name}`);
    expect(one.shape).toEqual(other.shape);
    expect(graph.shapeOf(name)).toEqual(other.shape.slice(1));
    expect(relative(await one.data(), await other.data()), name).toBeLessThan(1e-5);
  }
  for (const tensor of [input, ...found, ...wanted]) tensor.dispose();
  graph.dispose();
  expect(tf.memory().numTensors).toBe(before);
  return kernelNames;
}
