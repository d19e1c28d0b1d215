import type { Operation } from '../../src/detector/layer-schema.ts';
import type { Shape } from '../../src/detector/layer-shapes.ts';
import { parseLayersModel, type Graph, type Layer } from '../../src/detector/layers-model.ts';
import type { ModelFiles } from '../../src/detector/model-files.ts';
import { fromHalves } from '../lib/faces/float16.ts';
import { onnxBytes, type Initializer, type Node } from './onnx-schema.ts';

/** The network with the same weights as ONNX, as other runtimes read it: channels before height and width. */

/**
 * @returns a model from the network's input, `[batch, channels, height, width]`, to its outputs by the same names.
 * @throws ModelFilesError if the files do not describe a network that can be run.
 */
export function toOnnx({ topology, weights }: Pick<ModelFiles, 'topology' | 'weights'>): Uint8Array {
  const graph = parseLayersModel(topology);
  const values = weightValues(graph, weights);
  const nodes: Node[] = [];
  const initializers: Initializer[] = [
    { name: 'least', shape: [], values: Float32Array.of(0) },
    { name: 'six', shape: [], values: Float32Array.of(6) },
  ];
  for (const layer of graph.layers) nodes.push(...nodesOf(layer, values, initializers));
  const shapes = new Map(graph.layers.map(({ name, shape }) => [name, shape]));
  return onnxBytes({
    nodes,
    initializers,
    inputs: [{ name: graph.input.name, shape: channelsFirst(graph.input.shape) }],
    outputs: graph.outputs.map((name) => ({ name, shape: channelsFirst(shapes.get(name) ?? []) })),
  });
}

interface Weight {
  shape: Shape;
  values: Float32Array;
}

function weightValues({ weights }: Graph, bytes: ArrayBuffer): Map<string, Weight> {
  let at = 0;
  return new Map(
    weights.map(({ name, shape, quantization }) => {
      const count = shape.reduce((a, b) => a * b, 1);
      const length = count * (quantization ? 2 : 4);
      const part = bytes.slice(at, at + length);
      at += length;
      return [
        name,
        { shape, values: quantization ? fromHalves(new Uint16Array(part)) : new Float32Array(part) },
      ];
    }),
  );
}

/** The nodes of one layer; what they are weighted by goes to the initializers. */
function nodesOf(
  { name, operation, inputs }: Layer,
  weights: ReadonlyMap<string, Weight>,
  initializers: Initializer[],
): Node[] {
  const weighted = (part: string, order?: readonly number[]): string[] => {
    const weight = weights.get(`${name}/${part}`);
    if (!weight) return [];
    initializers.push({ name: `${name}/${part}`, ...(order ? transposed(weight, order) : weight) });
    return [`${name}/${part}`];
  };
  switch (operation.class_name) {
    case 'Add':
      return [{ op: inputs.length === 2 ? 'Add' : 'Sum', inputs, output: name }];
    case 'GlobalAveragePooling2D':
      return [
        { op: 'GlobalAveragePool', inputs, output: `${name}/maps` },
        { op: 'Flatten', inputs: [`${name}/maps`], output: name },
      ];
    case 'MaxPooling2D':
      return [
        {
          op: 'MaxPool',
          inputs,
          output: name,
          attributes: windowOf(operation.config.pool_size, operation.config),
        },
      ];
    case 'Dense':
      return activated(name, operation, 'Gemm', [...inputs, ...weighted('kernel'), ...weighted('bias')]);
    case 'Conv2D': {
      const given = [...inputs, ...weighted('kernel', [3, 2, 0, 1]), ...weighted('bias')];
      return activated(
        name,
        operation,
        'Conv',
        given,
        windowOf(operation.config.kernel_size, operation.config),
      );
    }
    case 'DepthwiseConv2D': {
      const given = [...inputs, ...weighted('depthwise_kernel', [2, 3, 0, 1]), ...weighted('bias')];
      const group = weights.get(`${name}/depthwise_kernel`)?.shape[2] ?? 1;
      const attributes = { group, ...windowOf(operation.config.kernel_size, operation.config) };
      return activated(name, operation, 'Conv', given, attributes);
    }
  }
}

function windowOf(
  kernel_shape: readonly number[],
  { strides, padding }: { strides: readonly number[]; padding: 'same' | 'valid' },
): NonNullable<Node['attributes']> {
  return { kernel_shape, strides, auto_pad: padding === 'same' ? 'SAME_UPPER' : 'VALID' };
}

function activated(
  name: string,
  { config: { activation } }: Extract<Operation, { config: { use_bias: boolean } }>,
  op: string,
  inputs: readonly string[],
  attributes: Node['attributes'] = {},
): Node[] {
  if (activation === 'linear') return [{ op, inputs, output: name, attributes }];
  const before = `${name}/linear`;
  const after: Node =
    activation === 'relu'
      ? { op: 'Relu', inputs: [before], output: name }
      : { op: 'Clip', inputs: [before, 'least', 'six'], output: name };
  return [{ op, inputs, output: before, attributes }, after];
}

/** `[height, width, channels]` as `[channels, height, width]`; a vector stays as it is. */
function channelsFirst(shape: Shape): Shape {
  const [height = 0, width = 0, channels] = shape;
  return channels === undefined ? shape : [channels, height, width];
}

/** @param order the old axis of each new one. */
function transposed({ shape, values }: Weight, order: readonly number[]): Weight {
  const to = order.map((axis) => shape[axis] ?? 1);
  const steps = order.map((axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const from = (index: number): number => {
    let [rest, place] = [index, 0];
    for (let axis = to.length - 1; axis >= 0; axis--) {
      const side = to[axis] ?? 1;
      place += (rest % side) * (steps[axis] ?? 0);
      rest = Math.floor(rest / side);
    }
    return place;
  };
  return { shape: to, values: values.map((_, index) => values[from(index)] ?? 0) };
}
