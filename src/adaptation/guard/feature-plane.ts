import type { PlanePoint } from '../../contracts/round.ts';
import { dot, meanOf } from '../vectors.ts';

/** Rounds of power iteration, the figure needs no more digits; and those after which it lets others go first. */
const ROUNDS = 60;
const TOGETHER = 4;

/**
 * The first two principal components of features, scaled to -1…1: a projection that keeps distances as well as two axes can.
 * (A t-SNE, as in the paper's figure, draws clusters where there are none.)
 * @param features `[units]`, one a face. @param yieldToEngine lets whatever waits go first; see `Pace` in training.ts.
 * @returns a point each; none if there are fewer than three.
 */
export async function plane(
  features: readonly Float32Array[],
  yieldToEngine: () => Promise<void>,
): Promise<PlanePoint[]> {
  if (features.length < 3) return [];
  const centred = centredOf(features);
  const axes = await axesOf(centred, 2, ROUNDS, yieldToEngine);
  const points = centred.map((feature): [number, number] => [
    dot(feature, axes[0] ?? []),
    dot(feature, axes[1] ?? []),
  ]);
  const largest = Math.max(...points.flat().map(Math.abs)) || 1;
  return points.map(([x, y]): PlanePoint => [round(x / largest), round(y / largest)]);
}

function centredOf(features: readonly Float32Array[]): Float64Array[] {
  const mean = meanOf(features);
  return features.map((feature) => Float64Array.from(feature, (value, i) => value - (mean[i] ?? 0)));
}

async function axesOf(
  centred: readonly Float64Array[],
  count: number,
  rounds: number,
  yieldToEngine: () => Promise<void>,
): Promise<Float64Array[]> {
  const axes: Float64Array[] = [];
  for (let axis = 0; axis < count; axis++) axes.push(await principal(centred, axes, rounds, yieldToEngine));
  return axes;
}

/** The direction of the largest spread that is left once `others` are taken out; always the same one for the same features. */
async function principal(
  centred: readonly Float64Array[],
  others: readonly Float64Array[],
  rounds: number,
  yieldToEngine: () => Promise<void>,
): Promise<Float64Array> {
  const units = centred[0]?.length ?? 0;
  let axis = Float64Array.from({ length: units }, (_, i) => Math.sin(i + 1));
  for (let k = 0; k < rounds; k++) {
    if (k % TOGETHER === 0) await yieldToEngine();
    const next = new Float64Array(units);
    for (const feature of centred) {
      const along = dot(feature, axis);
      for (let i = 0; i < units; i++) next[i] = (next[i] ?? 0) + along * (feature[i] ?? 0);
    }
    for (const other of others) {
      const along = dot(next, other);
      for (let i = 0; i < units; i++) next[i] = (next[i] ?? 0) - along * (other[i] ?? 0);
    }
    const length = Math.sqrt(dot(next, next)) || 1;
    axis = next.map((value) => value / length);
  }
  return axis;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
