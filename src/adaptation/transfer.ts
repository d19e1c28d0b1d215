import * as tf from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import { CUT_VALUES } from '../detector/cut.ts';
import { restore, type Ranges } from './quantise.ts';

/**
 * Shows faces of the source as a site would show them, so that training sees what the site's coding, size, blur and grain do to a face
 * and not only that they do something. A small network is told a face at the cut as it is, and a code of the site's look: the principal
 * directions in which damage moves the means and spreads of a set of faces. It was trained on the source's faces under drawn damages
 * (training/transfer.py) and spans nothing but damage: what else sets a site apart, its cameras and its people, it leaves as it is.
 */

/** What a set of faces tells: the mean of each value and the logarithm of its spread. */
const LOOK = 2 * CUT_VALUES;
/** Added to a spread before its logarithm; training/transfer.py has the same. */
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
  'codeKernel',
  'codeBias',
  'gainKernel',
  'gainBias',
  'shiftKernel',
  'shiftBias',
  'innerKernel',
  'innerBias',
  'innerGainKernel',
  'innerGainBias',
  'innerShiftKernel',
  'innerShiftBias',
  'outerKernel',
] as const;
type TensorName = (typeof TENSORS)[number];

const TransferSchema = v.object({
  version: v.literal(1),
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
export class TransferError extends Error {
  override readonly name = 'TransferError';
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
  const units = tensors.codeKernel.shape[1] ?? 0;
  const hidden = tensors.innerKernel.shape[1] ?? 0;
  const wanted: Record<TensorName, number[]> = {
    mean: [CUT_VALUES],
    spread: [CUT_VALUES],
    lookMean: [LOOK],
    lookKernel: [LOOK, code],
    codeLow: [code],
    codeHigh: [code],
    codeKernel: [code, units],
    codeBias: [units],
    gainKernel: [units, CUT_VALUES],
    gainBias: [CUT_VALUES],
    shiftKernel: [units, CUT_VALUES],
    shiftBias: [CUT_VALUES],
    innerKernel: [CUT_VALUES, hidden],
    innerBias: [hidden],
    innerGainKernel: [units, hidden],
    innerGainBias: [hidden],
    innerShiftKernel: [units, hidden],
    innerShiftBias: [hidden],
    outerKernel: [hidden, CUT_VALUES],
  };
  for (const name of TENSORS) {
    if (tensors[name].shape.join() !== wanted[name].join()) {
      throw new TransferError(
        `${name} has the shape [${tensors[name].shape.join(', ')}], not [${wanted[name].join(', ')}]`,
      );
    }
  }
}

/**
 * The code of a site's look, no further out than any damage that the transfer was trained on. @param site faces at the cut, one at least.
 * @param breathe awaited after every slice; see `Pace` in training.ts.
 */
export async function codeOf(
  { tensors }: Transfer,
  site: readonly Uint8Array[],
  ranges: Ranges,
  breathe: () => Promise<void>,
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
    await breathe();
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

/**
 * Faces as they are, as a site would show them. @param faces at the cut. @param code of the site's look, from {@link codeOf}.
 * @returns `[CUT_VALUES]` each, in their order. They are not rounded to bytes: what lies a little below 0 in a value that never is negative
 * would be cut off, and the mean of such values lie above the site's.
 */
export async function shownAs(
  { tensors }: Transfer,
  faces: readonly Uint8Array[],
  code: Float32Array,
  ranges: Ranges,
  breathe: () => Promise<void>,
): Promise<Float32Array[]> {
  const on = byTensor((name) => tf.tensor(tensors[name].values, tensors[name].shape));
  const shown: Float32Array[] = [];
  try {
    for (let first = 0; first < faces.length; first += TOGETHER) {
      const some = faces.slice(first, first + TOGETHER);
      const output = tf.tidy(() => {
        const values = tf.tensor2d(restore(some, ranges), [some.length, CUT_VALUES]);
        return seen(on, values, tf.tensor2d(code, [1, code.length]));
      });
      const values = await output.data<'float32'>();
      output.dispose();
      some.forEach((_, i) => shown.push(values.slice(i * CUT_VALUES, (i + 1) * CUT_VALUES)));
      await breathe();
    }
  } finally {
    for (const tensor of Object.values(on)) tensor.dispose();
  }
  return shown;
}

/** @param faces `[batch, CUT_VALUES]`. @param code `[1, code]`. @returns `[batch, CUT_VALUES]`. */
function seen(on: Record<TensorName, tf.Tensor>, faces: tf.Tensor2D, code: tf.Tensor2D): tf.Tensor {
  const dense = (input: tf.Tensor, kernel: TensorName, bias: TensorName) =>
    tf.add(tf.matMul<tf.Tensor2D>(input, on[kernel]), on[bias]);
  const scaled = tf.div(tf.sub(faces, on.mean), on.spread);
  const told = tf.relu(dense(code, 'codeKernel', 'codeBias'));
  const gain = tf.add(dense(told, 'innerGainKernel', 'innerGainBias'), 1);
  const inner = tf.mul(dense(scaled, 'innerKernel', 'innerBias'), gain);
  const hidden = tf.relu(tf.add(inner, dense(told, 'innerShiftKernel', 'innerShiftBias')));
  const straight = tf.mul(scaled, tf.add(dense(told, 'gainKernel', 'gainBias'), 1));
  const moved = tf.add(straight, dense(told, 'shiftKernel', 'shiftBias'));
  const shown = tf.add(moved, tf.matMul(hidden, on.outerKernel));
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
    codeKernel: of('codeKernel'),
    codeBias: of('codeBias'),
    gainKernel: of('gainKernel'),
    gainBias: of('gainBias'),
    shiftKernel: of('shiftKernel'),
    shiftBias: of('shiftBias'),
    innerKernel: of('innerKernel'),
    innerBias: of('innerBias'),
    innerGainKernel: of('innerGainKernel'),
    innerGainBias: of('innerGainBias'),
    innerShiftKernel: of('innerShiftKernel'),
    innerShiftBias: of('innerShiftBias'),
    outerKernel: of('outerKernel'),
  };
}
