import * as tf from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import { decodedWeights } from '../decoded-weights.ts';
import { ModelFilesError } from '../model-files-error.ts';
import { parse } from '../verified-files.ts';
import { CHIP_SIDE } from './chip.ts';

/**
 * The network that tells people apart: dlib's face recognition ResNet (King 2017), with the weights that `@vladmandic/face-api` ships.
 * It makes 128 numbers of a face; those of one person lie close to one another. It runs on the backend that was active when it was loaded.
 */

const DESCRIPTOR_LENGTH = 128;

/** Blocks in order: `down` halves the sides, and with another number of channels fills up with zeros. */
const BLOCKS: readonly { name: string; down: boolean }[] = [
  { name: 'conv32_1', down: false },
  { name: 'conv32_2', down: false },
  { name: 'conv32_3', down: false },
  { name: 'conv64_down', down: true },
  { name: 'conv64_1', down: false },
  { name: 'conv64_2', down: false },
  { name: 'conv64_3', down: false },
  { name: 'conv128_down', down: true },
  { name: 'conv128_1', down: false },
  { name: 'conv128_2', down: false },
  { name: 'conv256_down', down: true },
  { name: 'conv256_1', down: false },
  { name: 'conv256_2', down: false },
  { name: 'conv256_down_out', down: true },
];

/** Mean colour of the pictures it was trained on. */
const MEAN_RGB = [122.782, 117.001, 104.298];
const PER_CHIP = CHIP_SIDE * CHIP_SIDE * 3;

const WeightSchema = v.object({
  name: v.string(),
  shape: v.array(v.pipe(v.number(), v.integer(), v.minValue(1))),
  dtype: v.literal('float32'),
  quantization: v.optional(v.object({ dtype: v.literal('uint8'), scale: v.number(), min: v.number() })),
});
const ManifestSchema = v.array(v.object({ weights: v.array(WeightSchema) }));

/** A convolution with what scales and shifts its output worked into it. */
interface Convolution {
  filter: tf.Tensor4D;
  bias: tf.Tensor1D;
}

export class DescriptorNetwork {
  readonly #convolutions: ReadonlyMap<string, Convolution>;
  readonly #last: tf.Tensor2D;

  private constructor(convolutions: ReadonlyMap<string, Convolution>, last: tf.Tensor2D) {
    this.#convolutions = convolutions;
    this.#last = last;
  }

  /**
   * @param manifest lists the weights in the order of their bytes. @param bytes the weights.
   * @throws ModelFilesError if they are not of this network.
   */
  static load(manifest: ArrayBuffer, bytes: ArrayBuffer): DescriptorNetwork {
    const listed = parse('weights.json', manifest, (json) => v.parse(ManifestSchema, json)).flatMap(
      ({ weights }) => weights,
    );
    const weights = decodedWeights(bytes, listed, 'weights.json');
    try {
      const names = ['conv32_down', ...BLOCKS.flatMap(({ name }) => [`${name}/conv1`, `${name}/conv2`])];
      const convolutions = new Map(names.map((name) => [name, folded(weights, name)]));
      const last = weight(weights, 'fc', 2);
      return new DescriptorNetwork(convolutions, tf.reshape<tf.Rank.R2>(last, [-1, DESCRIPTOR_LENGTH]));
    } finally {
      tf.dispose(weights);
    }
  }

  /**
   * @param chips RGB, each `[CHIP_SIDE, CHIP_SIDE, 3]`, 0…255.
   * @returns for each `[DESCRIPTOR_LENGTH]`.
   * @throws whatever the backend throws, e.g. after its device was lost.
   */
  async describe(chips: readonly Uint8Array[]): Promise<Float32Array[]> {
    if (chips.length === 0) return [];
    const described = tf.tidy(() => this.#run(inputOf(chips)));
    try {
      const values = await described.data();
      return chips.map((_, index) =>
        Float32Array.from(values.subarray(index * DESCRIPTOR_LENGTH, (index + 1) * DESCRIPTOR_LENGTH)),
      );
    } finally {
      described.dispose();
    }
  }

  dispose(): void {
    for (const { filter, bias } of this.#convolutions.values()) tf.dispose([filter, bias]);
    this.#last.dispose();
  }

  #run(input: tf.Tensor4D): tf.Tensor2D {
    const first = this.#convolve('conv32_down', input, { strides: 2, pad: 'valid', relu: true });
    let maps = tf.maxPool(first, 3, 2, 'valid');
    for (const { name, down } of BLOCKS) {
      const way = down ? ({ strides: 2, pad: 'valid' } as const) : ({ strides: 1, pad: 'same' } as const);
      const inner = this.#convolve(`${name}/conv1`, maps, { ...way, relu: true });
      const changed = this.#convolve(`${name}/conv2`, inner, { strides: 1, pad: 'same', relu: false });
      const kept = down ? tf.avgPool(maps, 2, 2, 'valid') : maps;
      const shape = changed.shape.map((side, axis) => Math.max(side, kept.shape[axis] ?? 0));
      maps = tf.relu(tf.add(filledUp(changed, shape), filledUp(kept, shape)));
    }
    return tf.matMul(tf.mean(maps, [1, 2]), this.#last);
  }

  #convolve(
    name: string,
    x: tf.Tensor4D,
    { strides, pad, relu }: { strides: number; pad: 'same' | 'valid'; relu: boolean },
  ): tf.Tensor4D {
    const convolution = this.#convolutions.get(name);
    if (!convolution) throw new ModelFilesError(`The descriptor network has no layer "${name}"`);
    return tf.fused.conv2d({ x, ...convolution, strides, pad, activation: relu ? 'relu' : 'linear' });
  }
}

function folded(weights: tf.NamedTensorMap, name: string): Convolution {
  return tf.tidy(() => {
    const filters = weight(weights, `${name}/conv/filters`, 4);
    const bias = weight(weights, `${name}/conv/bias`, 1);
    const scale = weight(weights, `${name}/scale/weights`, 1);
    const shift = weight(weights, `${name}/scale/biases`, 1);
    return {
      filter: tf.mul<tf.Tensor4D>(filters, scale),
      bias: tf.add<tf.Tensor1D>(tf.mul(bias, scale), shift),
    };
  });
}

/** @throws ModelFilesError if it is missing or of another rank. */
function weight(weights: tf.NamedTensorMap, name: string, rank: number): tf.Tensor {
  const found: tf.Tensor | undefined = weights[name];
  if (found?.rank !== rank)
    throw new ModelFilesError(`The descriptor network has no weights "${name}" of rank ${rank}`);
  return found;
}

function inputOf(chips: readonly Uint8Array[]): tf.Tensor4D {
  const pixels = new Float32Array(chips.length * PER_CHIP);
  chips.forEach((chip, index) => pixels.set(chip, index * PER_CHIP));
  const colours = tf.tensor4d(pixels, [chips.length, CHIP_SIDE, CHIP_SIDE, 3]);
  return tf.div(tf.sub(colours, MEAN_RGB), 255);
}

/** With zeros behind its values. */
function filledUp(maps: tf.Tensor4D, shape: readonly number[]): tf.Tensor4D {
  const behind = (axis: number): [number, number] => [0, (shape[axis] ?? 0) - (maps.shape[axis] ?? 0)];
  const paddings: [number, number][] = [behind(0), behind(1), behind(2), behind(3)];
  return paddings.some(([, more]) => more > 0) ? tf.pad(maps, paddings) : maps;
}
