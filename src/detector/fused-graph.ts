import * as tf from '@tensorflow/tfjs-core';
import { decodedWeights } from './decoded-weights.ts';
import type { Kernels, ReadyConvolution } from './kernels/kernels.ts';
import type { Shape } from './layer-shapes.ts';
import { parseLayersModel, type Graph, type Layer } from './layers-model.ts';
import { ModelFilesError } from './model-files-error.ts';
import type { ModelFiles } from './model-files.ts';

/**
 * The network's layers on the backend that was active when they were loaded. Convolutions and matrix products add their bias and apply
 * their activation in the same pass over memory, which on WebAssembly takes about half the time of doing so one after the other, and less again
 * by our own kernels (docs/PERFORMANCE.md).
 */
export class FusedGraph {
  readonly #graph: Graph;
  readonly #layers: ReadonlyMap<string, Layer>;
  /** By "layer/part". */
  readonly #weights: Map<string, tf.Tensor>;
  /** Layers that our kernels compute, by name; their weights are in there, and no longer in the other map. */
  readonly #ready = new Map<string, ReadyConvolution>();

  private constructor(graph: Graph, weights: Map<string, tf.Tensor>, kernels: Kernels | null) {
    this.#graph = graph;
    this.#layers = new Map(graph.layers.map((layer) => [layer.name, layer]));
    this.#weights = weights;
    if (kernels) for (const layer of graph.layers) this.#prepare(layer, kernels);
  }

  /**
   * @param kernels of the active backend, if it has any.
   * @throws ModelFilesError if the files do not describe a network that can be run.
   */
  static load(
    { topology, weights }: Pick<ModelFiles, 'topology' | 'weights'>,
    kernels: Kernels | null = null,
  ): FusedGraph {
    const graph = parseLayersModel(topology);
    const decoded = decodedWeights(weights, graph.weights, 'model.json');
    return new FusedGraph(graph, new Map(Object.entries(decoded)), kernels);
  }

  get outputs(): readonly string[] {
    return this.#graph.outputs;
  }

  get inputShape(): Shape {
    return this.#graph.input.shape;
  }

  get metadata(): Graph['metadata'] {
    return this.#graph.metadata;
  }

  /** Of a layer's output, without the batch; undefined if there is no such layer. */
  shapeOf(layer: string): Shape | undefined {
    return this.#layers.get(layer)?.shape;
  }

  /**
   * @param part `kernel`, `depthwise_kernel` or `bias`.
   * @returns undefined if there is none, or it lies in another order for our kernels; it stays the graph's own.
   */
  weight(layer: string, part: string): tf.Tensor | undefined {
    return this.#weights.get(`${layer}/${part}`);
  }

  /**
   * Computes what the wanted layers need and nothing else; what no later layer reads is freed at once.
   * @param input `[batch, ...inputShape]`; stays the caller's.
   * @param wanted names of layers.
   * @returns their outputs in the same order, which the caller disposes of.
   * @throws ModelFilesError if there is no such layer; whatever the backend throws.
   */
  run(input: tf.Tensor4D, wanted: readonly string[]): tf.Tensor[] {
    return tf.tidy(() => {
      const needed = this.#needed(wanted);
      const last = lastReaders(needed);
      const computed = new Map<string, tf.Tensor>([[this.#graph.input.name, input]]);
      const of = (name: string): tf.Tensor => {
        const tensor = computed.get(name);
        if (!tensor) throw new ModelFilesError(`The network has no layer "${name}"`);
        return tensor;
      };
      for (const layer of needed) {
        computed.set(layer.name, this.#compute(layer, layer.inputs.map(of)));
        for (const name of new Set(layer.inputs)) {
          if (name === this.#graph.input.name || wanted.includes(name) || last.get(name) !== layer) continue;
          of(name).dispose();
          computed.delete(name);
        }
      }
      return wanted.map(of);
    });
  }

  dispose(): void {
    for (const one of [...this.#weights.values(), ...this.#ready.values()]) one.dispose();
  }

  /** Has our kernels compute the layer if they cover it. */
  #prepare({ name, operation, inputs: [from = ''] }: Layer, kernels: Kernels): void {
    if (operation.class_name !== 'Conv2D' && operation.class_name !== 'DepthwiseConv2D') return;
    const byDepth = operation.class_name === 'DepthwiseConv2D';
    const part = byDepth ? 'depthwise_kernel' : 'kernel';
    const { strides, padding, activation } = operation.config;
    const input = this.shapeOf(from) ?? this.#graph.input.shape;
    const filter = rank4(this.#own(name, part));
    const bias = this.weight(name, 'bias');
    const layer = { input, filter, bias, strides, padding, activation };
    const ready = byDepth ? kernels.depthwise(layer) : kernels.convolution(layer);
    if (!ready) return;
    this.#ready.set(name, ready);
    for (const key of [`${name}/${part}`, `${name}/bias`]) {
      this.#weights.get(key)?.dispose();
      this.#weights.delete(key);
    }
  }

  /** The wanted layers and all that they are computed of, in the graph's order. */
  #needed(wanted: readonly string[]): Layer[] {
    const names = new Set(wanted);
    return this.#graph.layers
      .toReversed()
      .filter(({ name, inputs }) => {
        if (!names.has(name)) return false;
        for (const input of inputs) names.add(input);
        return true;
      })
      .reverse();
  }

  #compute({ name, operation }: Layer, inputs: readonly tf.Tensor[]): tf.Tensor {
    const [x, ...others] = inputs;
    if (!x) throw new ModelFilesError(`The layer "${name}" reads nothing`);
    const ready = this.#ready.get(name);
    if (ready) return ready.run(rank4(x));
    switch (operation.class_name) {
      case 'Conv2D': {
        const { strides, padding: pad, activation } = operation.config;
        const filter = rank4(this.#own(name, 'kernel'));
        return tf.fused.conv2d({ x: rank4(x), filter, strides, pad, activation, ...this.#bias(name) });
      }
      case 'DepthwiseConv2D': {
        const { strides, padding: pad, activation } = operation.config;
        const filter = rank4(this.#own(name, 'depthwise_kernel'));
        return tf.fused.depthwiseConv2d({
          x: rank4(x),
          filter,
          strides,
          pad,
          activation,
          ...this.#bias(name),
        });
      }
      case 'Dense': {
        const { activation } = operation.config;
        return tf.fused.matMul({ a: x, b: this.#own(name, 'kernel'), activation, ...this.#bias(name) });
      }
      case 'Add':
        return others.reduce((sum, other) => tf.add(sum, other), x);
      case 'GlobalAveragePooling2D':
        return tf.mean(x, [1, 2]);
      case 'MaxPooling2D': {
        const { pool_size, strides, padding } = operation.config;
        return tf.maxPool(rank4(x), pool_size, strides, padding);
      }
    }
  }

  #own(layer: string, part: string): tf.Tensor {
    const weight = this.weight(layer, part);
    if (!weight) throw new ModelFilesError(`The layer "${layer}" has no ${part}`);
    return weight;
  }

  #bias(layer: string): { bias?: tf.Tensor } {
    const bias = this.weight(layer, 'bias');
    return bias ? { bias } : {};
  }
}

/** The last of the layers that reads each output. */
function lastReaders(layers: readonly Layer[]): Map<string, Layer> {
  return new Map(layers.flatMap((layer) => layer.inputs.map((name) => [name, layer] as const)));
}

function isRank4(tensor: tf.Tensor): tensor is tf.Tensor4D {
  return tensor.rank === 4;
}

function rank4(tensor: tf.Tensor): tf.Tensor4D {
  if (!isRank4(tensor))
    throw new ModelFilesError(
      `Maps [batch, height, width, channels] are needed, not [${tensor.shape.join(', ')}]`,
    );
  return tensor;
}
