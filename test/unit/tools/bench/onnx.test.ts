import * as tf from '@tensorflow/tfjs-core';
import * as ort from 'onnxruntime-web/wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { FusedGraph } from '../../../../src/detector/fused-graph.ts';
import { parseLayersModel } from '../../../../src/detector/layers-model.ts';
import { toOnnx } from '../../../../tools/bench/onnx.ts';
import { multiplyAccumulates } from '../../../../tools/bench/operations.ts';
import { useWasm } from '../../../../tools/verify-models/wasm.ts';
import { DrawnGraph, type Window } from '../../detector/drawn-graph.ts';

beforeAll(async () => {
  await useWasm();
  ort.env.wasm.numThreads = 1;
});

/** Each kind of layer and of activation, on maps that are neither square nor even; a vector and a map come out. */
function everyKind(): { drawn: DrawnGraph; outputs: [vector: string, map: string] } {
  const drawn = new DrawnGraph([13, 10, 3]);
  const window = (size: number, stride: number, padding: Window['padding'] = 'same'): Window => ({
    size,
    stride,
    padding,
  });
  const stem = drawn.conv('face', 3, 6, window(3, 2), 'relu6');
  const filtered = drawn.depthwise(stem, 6, window(5, 1), 'relu');
  const narrow = drawn.conv(filtered, 6, 6, window(1, 1), 'linear');
  const sum = drawn.sum(stem, narrow);
  const down = drawn.depthwise(sum, 6, window(5, 2), 'relu6');
  const pooled = drawn.maxPool(down, window(2, 1, 'valid'));
  const hidden = drawn.dense(drawn.mean(pooled), 6, 5, 'relu');
  const vector = drawn.dense(hidden, 5, 2, 'linear', false);
  return { drawn, outputs: [vector, drawn.conv(sum, 6, 1, window(3, 1, 'valid'), 'relu6')] };
}

describe('the network as ONNX', () => {
  it('says in onnxruntime-web what it says here, at every output', async () => {
    const { drawn, outputs } = everyKind();
    const files = drawn.files(outputs);
    const graph = FusedGraph.load(files);
    const input = drawn.pictures(2);
    const wanted = graph.run(input, outputs);
    const session = await ort.InferenceSession.create(toOnnx(files));
    const turned = tf.transpose(input, [0, 3, 1, 2]);
    const found = await session.run({
      face: new ort.Tensor('float32', await turned.data<'float32'>(), turned.shape),
    });
    for (const [i, name] of outputs.entries()) {
      const values = (await wanted[i]?.data()) ?? [];
      const others = found[name]?.data ?? [];
      expect(others).toHaveLength(values.length);
      values.forEach((value, at) => expect(Number(others[at])).toBeCloseTo(value, 3));
    }
    await session.release();
    for (const tensor of [input, turned, ...wanted]) tensor.dispose();
    graph.dispose();
  });
});

describe('the operations of a network', () => {
  it('are the kernel’s at each field, and a dense layer’s once', () => {
    const drawn = new DrawnGraph([8, 8, 3]);
    const conv = drawn.conv('face', 3, 4, { size: 3, stride: 2, padding: 'same' }, 'relu6');
    const filtered = drawn.depthwise(conv, 4, { size: 5, stride: 1, padding: 'same' }, 'relu6');
    const dense = drawn.dense(drawn.mean(filtered), 4, 2, 'linear');
    const graph = parseLayersModel(drawn.files([dense]).topology);
    expect(multiplyAccumulates(graph)).toBe(16 * 9 * 3 * 4 + 16 * 25 * 4 + 4 * 2);
  });
});
