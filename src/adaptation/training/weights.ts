import { SUMMARY_VALUES, TOP_LAYERS, type TopWeights } from '../../detector/cut.ts';
import { Random } from '../random.ts';

/** Units of the side branch: what it computes of the summary before it is added to the feature. */
const BRANCH_UNITS = 128;
const FEATURE_UNITS = TOP_LAYERS.feature.bias[0];

/**
 * All that is trained for a site, in the order in which a version keeps it: the network's own top, and a side branch
 * that starts at nothing.
 */
export const TRAINABLE = {
  featureKernel: TOP_LAYERS.feature.kernel,
  featureBias: TOP_LAYERS.feature.bias,
  hiddenKernel: TOP_LAYERS.fake_hidden.kernel,
  hiddenBias: TOP_LAYERS.fake_hidden.bias,
  logitKernel: TOP_LAYERS.fake_logit.kernel,
  logitBias: TOP_LAYERS.fake_logit.bias,
  /** From the summary, each value by its range, to the branch's units. */
  branchKernel: [SUMMARY_VALUES, BRANCH_UNITS],
  branchBias: [BRANCH_UNITS],
  /** From the branch to the feature, and past it to the logit; zero in the beginning. */
  outKernel: [BRANCH_UNITS, FEATURE_UNITS],
  shortKernel: [BRANCH_UNITS, 1],
} as const satisfies Record<string, readonly number[]>;
export type WeightName = keyof typeof TRAINABLE;

/** In the order of {@link TRAINABLE}. */
export const WEIGHT_NAMES = Object.keys(TRAINABLE).filter((name): name is WeightName => name in TRAINABLE);

/** One value for each weight. */
export function byName<T>(of: (name: WeightName) => T): Record<WeightName, T> {
  return {
    featureKernel: of('featureKernel'),
    featureBias: of('featureBias'),
    hiddenKernel: of('hiddenKernel'),
    hiddenBias: of('hiddenBias'),
    logitKernel: of('logitKernel'),
    logitBias: of('logitBias'),
    branchKernel: of('branchKernel'),
    branchBias: of('branchBias'),
    outKernel: of('outKernel'),
    shortKernel: of('shortKernel'),
  };
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

/** Numbers in a version. */
export const WEIGHT_VALUES = WEIGHT_NAMES.reduce((sum, name) => sum + sizeOf(TRAINABLE[name]), 0);

/** The values of each weight, as parts of a version's numbers. @throws RangeError if they are not {@link WEIGHT_VALUES} many. */
export function unpack(weights: Float32Array): Map<WeightName, Float32Array> {
  if (weights.length !== WEIGHT_VALUES) {
    throw new RangeError(`A version holds ${WEIGHT_VALUES} numbers, not ${weights.length}`);
  }
  const parts = new Map<WeightName, Float32Array>();
  let at = 0;
  for (const name of WEIGHT_NAMES) {
    const size = sizeOf(TRAINABLE[name]);
    parts.set(name, weights.subarray(at, at + size));
    at += size;
  }
  return parts;
}

/** Version 0 of any site, the network as it was installed, with a branch that adds nothing yet. */
export function initialWeights(top: TopWeights, seed: number): Float32Array {
  const random = new Random(seed);
  // He et al. 2015; the branch's own output is zero until its last matrix has moved.
  const spread = Math.sqrt(2 / SUMMARY_VALUES);
  const given: Record<WeightName, Float32Array> = {
    featureKernel: top.feature.kernel,
    featureBias: top.feature.bias,
    hiddenKernel: top.fake_hidden.kernel,
    hiddenBias: top.fake_hidden.bias,
    logitKernel: top.fake_logit.kernel,
    logitBias: top.fake_logit.bias,
    branchKernel: Float32Array.from({ length: sizeOf(TRAINABLE.branchKernel) }, () => random.normal(spread)),
    branchBias: new Float32Array(BRANCH_UNITS),
    outKernel: new Float32Array(sizeOf(TRAINABLE.outKernel)),
    shortKernel: new Float32Array(BRANCH_UNITS),
  };
  const weights = new Float32Array(WEIGHT_VALUES);
  for (const [name, part] of unpack(weights)) {
    if (given[name].length !== part.length)
      throw new RangeError(`The network's ${name} has ${given[name].length} numbers, not ${part.length}`);
    part.set(given[name]);
  }
  return weights;
}
