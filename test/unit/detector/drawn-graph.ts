import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../../../src/adaptation/random.ts';
import { layer } from './trial-model.ts';

/** Small graphs in the exported format with drawn weights, each with the same computed by plain operations, one after the other. */

type Padding = 'same' | 'valid';
type Activation = 'linear' | 'relu' | 'relu6';
export type Side3 = [height: number, width: number, channels: number];

export interface Window {
  size: number;
  stride: number;
  padding: Padding;
}

export interface LayerJson {
  class_name: string;
  name: string;
  config: Record<string, unknown>;
  inbound_nodes: unknown[];
}

/** What a test changes of model.json. */
export interface ModelJson {
  modelTopology: {
    model_config: { class_name: string; config: { layers: LayerJson[]; output_layers: unknown[] } };
  };
  weightsManifest: { paths: string[]; weights: { name: string; shape: number[]; dtype: string }[] }[];
}

interface DrawnLayer {
  name: string;
  json: LayerJson;
  inputs: readonly string[];
  plain: (inputs: tf.Tensor[]) => tf.Tensor;
}

const LAST = { data_format: 'channels_last' };

export class DrawnGraph {
  readonly #input: Side3;
  readonly #random: Random;
  readonly #layers: DrawnLayer[] = [];
  readonly #weights: { name: string; shape: number[]; values: Float32Array }[] = [];

  constructor(input: Side3, seed = 1) {
    this.#input = input;
    this.#random = new Random(seed);
  }

  /** Each of these adds a layer and returns its name. */
  conv(from: string, channels: number, filters: number, window: Window, activation: Activation): string {
    const name = this.#next();
    const kernel = this.#draw(`${name}/kernel`, [window.size, window.size, channels, filters]);
    const bias = this.#draw(`${name}/bias`, [filters]);
    return this.#add('Conv2D', name, [from], { filters, ...configOf(window), activation }, ([x]) =>
      active(
        tf.add(tf.conv2d(padded(x, window), maps(kernel()), window.stride, 'valid'), bias()),
        activation,
      ),
    );
  }

  depthwise(from: string, channels: number, window: Window, activation: Activation): string {
    const name = this.#next();
    const kernel = this.#draw(`${name}/depthwise_kernel`, [window.size, window.size, channels, 1]);
    const bias = this.#draw(`${name}/bias`, [channels]);
    const config = { depth_multiplier: 1, ...configOf(window), activation };
    return this.#add('DepthwiseConv2D', name, [from], config, ([x]) =>
      active(
        tf.add(tf.depthwiseConv2d(padded(x, window), maps(kernel()), window.stride, 'valid'), bias()),
        activation,
      ),
    );
  }

  dense(from: string, units: number, to: number, activation: Activation, use_bias = true): string {
    const name = this.#next();
    const kernel = this.#draw(`${name}/kernel`, [units, to]);
    const bias = use_bias ? this.#draw(`${name}/bias`, [to]) : () => tf.zeros([to]);
    return this.#add('Dense', name, [from], { units: to, activation, use_bias }, ([x]) =>
      active(tf.add(tf.dot(only(x), kernel()), bias()), activation),
    );
  }

  maxPool(from: string, { size, stride, padding }: Window): string {
    const config = { pool_size: [size, size], strides: [stride, stride], padding, ...LAST };
    return this.#add('MaxPooling2D', this.#next(), [from], config, ([x]) =>
      tf.maxPool(maps(x), size, stride, padding),
    );
  }

  mean(from: string): string {
    return this.#add('GlobalAveragePooling2D', this.#next(), [from], LAST, ([x]) => tf.mean(only(x), [1, 2]));
  }

  sum(...from: string[]): string {
    return this.#add('Add', this.#next(), from, {}, (all) => tf.addN(all));
  }

  /** As the export writes it, in single precision. @param change of what is in model.json. */
  files(outputs: readonly string[], change: (json: ModelJson) => void = () => undefined) {
    const input = { batch_input_shape: [null, ...this.#input], sparse: false };
    const config = {
      layers: [layer('InputLayer', 'face', null, input), ...this.#layers.map(({ json }) => json)],
      output_layers: outputs.map((name) => [name, 0, 0]),
    };
    const weights = this.#weights.map(({ name, shape }) => ({ name, shape, dtype: 'float32' }));
    const json: ModelJson = {
      modelTopology: { model_config: { class_name: 'Functional', config } },
      weightsManifest: [{ paths: ['weights.bin'], weights }],
    };
    change(json);
    const values = Float32Array.from(this.#weights.flatMap((one) => [...one.values]));
    const topology = new TextEncoder().encode(JSON.stringify(json)).buffer;
    return { topology, weights: values.buffer };
  }

  /** Inputs of this many pictures. The caller disposes of them. */
  pictures(count: number): tf.Tensor4D {
    const shape = [count, ...this.#input] as const;
    const values = Float32Array.from({ length: sizeOf(shape) }, () => this.#random.uniform(-1, 1));
    return tf.tensor4d(values, [...shape]);
  }

  /** No fused operation in it. The caller disposes of what it returns. */
  plain(input: tf.Tensor4D, wanted: readonly string[]): tf.Tensor[] {
    return tf.tidy(() => {
      const outputs = new Map<string, tf.Tensor>([['face', input]]);
      for (const { name, inputs, plain } of this.#layers) {
        outputs.set(name, plain(inputs.map((from) => only(outputs.get(from)))));
      }
      return wanted.map((name) => only(outputs.get(name)));
    });
  }

  #next(): string {
    return `layer${this.#layers.length}`;
  }

  #add(kind: string, name: string, inputs: string[], config: object, plain: DrawnLayer['plain']): string {
    const use_bias = 'activation' in config ? { use_bias: true } : {};
    const json = {
      ...layer(kind, name, null, { ...use_bias, ...config }),
      inbound_nodes: [inputs.map((from) => [from, 0, 0, {}])],
    };
    this.#layers.push({ name, json, inputs, plain });
    return name;
  }

  /** So wide that relu6 cuts at both ends. */
  #draw(name: string, shape: number[]): () => tf.Tensor {
    const values = Float32Array.from({ length: sizeOf(shape) }, () => this.#random.normal(1));
    this.#weights.push({ name, shape, values });
    return () => tf.tensor(values, shape);
  }
}

const configOf = ({ size, stride, padding }: Window) => ({
  kernel_size: [size, size],
  strides: [stride, stride],
  dilation_rate: [1, 1],
  padding,
  ...LAST,
});

/** TensorFlow's "same": the output is the input's side over the stride, rounded up; of an odd margin the larger half comes last. */
function padded(x: tf.Tensor | undefined, { size, stride, padding }: Window): tf.Tensor4D {
  const given = maps(x);
  if (padding === 'valid') return given;
  const margin = (side: number): [number, number] => {
    const all = Math.max(0, (Math.ceil(side / stride) - 1) * stride + size - side);
    return [Math.floor(all / 2), Math.ceil(all / 2)];
  };
  return tf.pad(given, [[0, 0], margin(given.shape[1]), margin(given.shape[2]), [0, 0]]);
}

function active(x: tf.Tensor, activation: Activation): tf.Tensor {
  if (activation === 'linear') return x;
  return activation === 'relu' ? tf.relu(x) : tf.minimum(tf.relu(x), 6);
}

function only(x: tf.Tensor | undefined): tf.Tensor {
  if (!x) throw new Error('A layer reads another that is not there');
  return x;
}

function maps(x: tf.Tensor | undefined): tf.Tensor4D {
  const given = only(x);
  if (!isMaps(given)) throw new Error(`Maps are needed, not [${given.shape.join(', ')}]`);
  return given;
}

function isMaps(x: tf.Tensor): x is tf.Tensor4D {
  return x.rank === 4;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}
