import { CodedError } from '../../contracts/coded-error.ts';
import * as tf from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import { CUT_VALUES } from '../../detector/cut.ts';
import { restore, type Ranges } from '../samples/quantise.ts';

/**
 * Shows faces of the source as a site would show them, so that training sees what the site's coding, size, blur and grain do to a face
 * and not only that they do something. The site's look is a code: the principal directions in which damage moves the means and spreads of a
 * set of faces. Experts, each for looks near a centre of codes, tell linearly from a face at the cut as it is what it is like under the look; what no face tells,
 * the grain, is drawn (`grain.ts`). All of it was measured on the source's faces under drawn damages (training/adapt/transfer.py) and spans nothing but damage: what else sets a
 * site apart, its cameras and its people, it leaves as it is.
 */

/** What a set of faces tells: the mean of each value and the logarithm of its spread. */
const LOOK = 2 * CUT_VALUES;
/** Added to a spread before its logarithm; training/adapt/transfer.py has the same. */
const LEAST_LOG_SPREAD = 0.05;
/** Faces in one slice. */
const TOGETHER = 32;

const TENSORS = [
  'mean',
  'spread',
  'lookMean',
  'lookKernel',
  'codeLow',
  'codeHigh',
  'codeMean',
  'codeSpread',
  'centres',
  'reach',
  'axes',
  'axisSpread',
  'experts',
  'outputs',
  'own',
  'grain',
  'grainSpread',
  'residualMean',
  'residualAxes',
  'residualSpread',
  'residualRest',
] as const;
type TensorName = (typeof TENSORS)[number];

const TransferSchema = v.object({
  version: v.literal(2),
  /** Of the network at whose cut it was trained. */
  modelVersion: v.pipe(v.string(), v.minLength(1)),
  /** Of each tensor in the order of the bytes, in half precision. */
  weights: v.array(
    v.object({
      name: v.picklist(TENSORS),
      shape: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(1))), v.minLength(1), v.maxLength(2)),
      dtype: v.literal('float32'),
      quantization: v.object({ dtype: v.literal('float16'), original_dtype: v.literal('float32') }),
    }),
  ),
});

export interface Transfer {
  modelVersion: string;
  tensors: Record<TensorName, { values: Float32Array; shape: number[] }>;
}

/** The files of the transfer are missing, damaged or of another network: nothing can be adapted, all else works. */
export class TransferError extends CodedError {
  override readonly name = 'TransferError';
  constructor(message: string, options?: ErrorOptions) {
    super({ code: 'learningFilesDamaged' }, { ...options, message });
  }
}

/**
 * @param json `transfer.json`; @param bytes `transfer.bin`: the tensors in half precision, one after the other.
 * @throws TransferError saying what is wrong.
 */
export function parseTransfer(json: unknown, bytes: Uint8Array): Transfer {
  const parsed = v.safeParse(TransferSchema, json);
  if (!parsed.success) throw new TransferError(`transfer.json: ${v.summarize(parsed.issues)}`);
  const { modelVersion, weights } = parsed.output;
  const count = weights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  if (bytes.length !== 2 * count) {
    throw new TransferError(`transfer.bin has ${bytes.length} bytes, transfer.json lists ${2 * count}`);
  }
  const decoded = tf.io.decodeWeights(bytes.slice().buffer, weights);
  const of = (name: TensorName): Transfer['tensors'][TensorName] => {
    const tensor = decoded[name];
    if (!tensor) throw new TransferError(`transfer.json has no ${name}`);
    const values = Float32Array.from(tensor.dataSync<'float32'>());
    if (!values.every(Number.isFinite)) throw new TransferError(`${name} of transfer.bin is no number`);
    return { values, shape: [...tensor.shape] };
  };
  try {
    const tensors = byTensor(of);
    checkShapes(tensors);
    return { modelVersion, tensors };
  } finally {
    for (const tensor of Object.values(decoded)) tensor.dispose();
  }
}

function checkShapes(tensors: Transfer['tensors']): void {
  const code = tensors.lookKernel.shape[1] ?? 0;
  const [experts = 0] = tensors.centres.shape;
  const [axes = 0] = tensors.axes.shape;
  const [outputs = 0] = tensors.outputs.shape;
  const [grain = 0] = tensors.grain.shape;
  const [residual = 0] = tensors.residualAxes.shape;
  const wanted: Record<TensorName, number[]> = {
    mean: [CUT_VALUES],
    spread: [CUT_VALUES],
    lookMean: [LOOK],
    lookKernel: [LOOK, code],
    codeLow: [code],
    codeHigh: [code],
    codeMean: [code],
    codeSpread: [code],
    centres: [experts, code],
    reach: [experts],
    axes: [axes, CUT_VALUES],
    axisSpread: [axes],
    // Of each expert a kernel for what a face is along the axes, then a bias, then one for the code.
    experts: [experts, (axes + 1 + code) * outputs],
    outputs: [outputs, CUT_VALUES],
    own: [experts, CUT_VALUES],
    grain: [grain, CUT_VALUES],
    grainSpread: [experts, grain],
    residualMean: [CUT_VALUES],
    residualAxes: [residual, CUT_VALUES],
    residualSpread: [residual],
    residualRest: [1],
  };
  for (const name of TENSORS) {
    if (tensors[name].shape.join() !== wanted[name].join()) {
      throw new TransferError(
        `${name} has the shape [${tensors[name].shape.join(', ')}], not [${wanted[name].join(', ')}]`,
      );
    }
  }
  for (const name of [
    'spread',
    'codeSpread',
    'reach',
    'axisSpread',
    'residualSpread',
    'residualRest',
  ] as const) {
    if (!tensors[name].values.every((value) => value > 0)) throw new TransferError(`${name} is not above 0`);
  }
}

/**
 * The code of a site's look, no further out than any damage that the transfer was trained on. @param site faces at the cut, one at least.
 * @param yieldToEngine awaited after every slice; see `Pace` in training.ts.
 */
export async function codeOf(
  { tensors }: Transfer,
  site: readonly Uint8Array[],
  ranges: Ranges,
  yieldToEngine: () => Promise<void>,
): Promise<Float32Array> {
  if (site.length === 0) throw new RangeError('A site without faces has no look');
  const [mean, spread] = [tensors.mean.values, tensors.spread.values];
  const sum = new Float64Array(CUT_VALUES);
  const squares = new Float64Array(CUT_VALUES);
  for (let first = 0; first < site.length; first += TOGETHER) {
    restore(site.slice(first, first + TOGETHER), ranges).forEach((value, i) => {
      const unit = i % CUT_VALUES;
      const scaled = (value - (mean[unit] ?? 0)) / (spread[unit] ?? 1);
      sum[unit] = (sum[unit] ?? 0) + scaled / site.length;
      squares[unit] = (squares[unit] ?? 0) + scaled ** 2 / site.length;
    });
    await yieldToEngine();
  }
  const spreads = squares.map((square, i) =>
    Math.log(Math.sqrt(Math.max(0, square - (sum[i] ?? 0) ** 2)) + LEAST_LOG_SPREAD),
  );
  const look = Float64Array.of(...sum, ...spreads).map(
    (value, i) => value - (tensors.lookMean.values[i] ?? 0),
  );
  const kernel = tensors.lookKernel.values;
  const [low, high] = [tensors.codeLow.values, tensors.codeHigh.values];
  return low.map((least, unit) => {
    const along = look.reduce((total, value, i) => total + value * (kernel[i * low.length + unit] ?? 0), 0);
    return Math.min(high[unit] ?? 0, Math.max(least, along));
  });
}

/** How much each expert says of a look, `[experts]`, 1 in all. */
export function nearness({ tensors }: Transfer, code: Float32Array): Float64Array {
  const { centres, reach } = tensors;
  const closeness = Float64Array.from(reach.values, (far, expert) => {
    const squares = code.map((value, i) => (value - (centres.values[expert * code.length + i] ?? 0)) ** 2);
    return -squares.reduce((sum, square) => sum + square, 0) / far ** 2;
  });
  const most = Math.max(...closeness);
  const shares = closeness.map((value) => Math.exp(value - most));
  const all = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / all);
}

/** A tensor's rows, one an expert, in the mixture that a look asks for. */
export async function mixed(
  { values, shape }: Transfer['tensors'][TensorName],
  shares: Float64Array,
  yieldToEngine: () => Promise<void>,
): Promise<Float32Array> {
  const [, width = 0] = shape;
  const sum = new Float32Array(width);
  for (const [expert, share] of shares.entries()) {
    // One so far off says nothing in single precision.
    if (share < 1e-7) continue;
    const row = values.subarray(expert * width, (expert + 1) * width);
    for (let i = 0; i < width; i++) sum[i] = (sum[i] ?? 0) + share * (row[i] ?? 0);
    await yieldToEngine();
  }
  return sum;
}

/**
 * Faces as they are, as a site would most likely show them, without grain. @param faces at the cut. @param code of the site's look, from {@link codeOf}.
 * @returns `[CUT_VALUES]` each, in their order. They are not rounded to bytes: what lies a little below 0 in a value that never is negative
 * would be cut off, and the mean of such values lie above the site's.
 */
export async function shownAs(
  transfer: Transfer,
  faces: readonly Uint8Array[],
  code: Float32Array,
  ranges: Ranges,
  yieldToEngine: () => Promise<void>,
): Promise<Float32Array[]> {
  const { tensors } = transfer;
  const shares = nearness(transfer, code);
  const expert = await mixed(tensors.experts, shares, yieldToEngine);
  const own = await mixed(tensors.own, shares, yieldToEngine);
  const axes = tensors.axisSpread.values.length;
  const [outputs = 0] = tensors.outputs.shape;
  // The same for all faces of the site: the expert's bias, and what it makes of the code.
  const constant = expert.slice(axes * outputs, (axes + 1) * outputs);
  code.forEach((value, k) => {
    const scaled = (value - (tensors.codeMean.values[k] ?? 0)) / (tensors.codeSpread.values[k] ?? 1);
    const row = expert.subarray((axes + 1 + k) * outputs, (axes + 2 + k) * outputs);
    row.forEach((weight, i) => (constant[i] = (constant[i] ?? 0) + scaled * weight));
  });
  await yieldToEngine();
  const on = {
    mean: tf.tensor1d(tensors.mean.values),
    spread: tf.tensor1d(tensors.spread.values),
    axes: tf.tensor2d(tensors.axes.values, [axes, CUT_VALUES]),
    axisSpread: tf.tensor1d(tensors.axisSpread.values),
    kernel: tf.tensor2d(expert.subarray(0, axes * outputs), [axes, outputs]),
    constant: tf.tensor1d(constant),
    outputs: tf.tensor2d(tensors.outputs.values, [outputs, CUT_VALUES]),
    own: tf.tensor1d(own),
  };
  const shown: Float32Array[] = [];
  try {
    for (let first = 0; first < faces.length; first += TOGETHER) {
      const some = faces.slice(first, first + TOGETHER);
      const output = tf.tidy(() => seen(on, tf.tensor2d(restore(some, ranges), [some.length, CUT_VALUES])));
      const values = await output.data<'float32'>();
      output.dispose();
      some.forEach((_, i) => shown.push(values.slice(i * CUT_VALUES, (i + 1) * CUT_VALUES)));
      await yieldToEngine();
    }
  } finally {
    for (const tensor of Object.values(on)) tensor.dispose();
  }
  return shown;
}

/** What faces of one look are shown by. */
interface Shower {
  mean: tf.Tensor1D;
  spread: tf.Tensor1D;
  axes: tf.Tensor2D;
  axisSpread: tf.Tensor1D;
  kernel: tf.Tensor2D;
  constant: tf.Tensor1D;
  outputs: tf.Tensor2D;
  own: tf.Tensor1D;
}

/** @param faces `[batch, CUT_VALUES]`. @returns the same. */
function seen(on: Shower, faces: tf.Tensor2D): tf.Tensor {
  const scaled: tf.Tensor2D = tf.div(tf.sub(faces, on.mean), on.spread);
  const along: tf.Tensor2D = tf.matMul(scaled, on.axes, false, true);
  const beyond = tf.sub(scaled, tf.matMul(along, on.axes));
  const told = tf.add(tf.matMul(tf.div<tf.Tensor2D>(along, on.axisSpread), on.kernel), on.constant);
  const shown = tf.add(tf.matMul<tf.Tensor2D>(told, on.outputs), tf.mul(beyond, on.own));
  return tf.add(tf.mul(shown, on.spread), on.mean);
}

function byTensor<T>(of: (name: TensorName) => T): Record<TensorName, T> {
  return {
    mean: of('mean'),
    spread: of('spread'),
    lookMean: of('lookMean'),
    lookKernel: of('lookKernel'),
    codeLow: of('codeLow'),
    codeHigh: of('codeHigh'),
    codeMean: of('codeMean'),
    codeSpread: of('codeSpread'),
    centres: of('centres'),
    reach: of('reach'),
    axes: of('axes'),
    axisSpread: of('axisSpread'),
    experts: of('experts'),
    outputs: of('outputs'),
    own: of('own'),
    grain: of('grain'),
    grainSpread: of('grainSpread'),
    residualMean: of('residualMean'),
    residualAxes: of('residualAxes'),
    residualSpread: of('residualSpread'),
    residualRest: of('residualRest'),
  };
}
