import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import * as ort from 'onnxruntime-web/wasm';
import * as v from 'valibot';
import { FusedGraph } from '../../../src/detector/fused-graph.ts';
import { parseLayersModel } from '../../../src/detector/layers-model.ts';
import type { Kernels } from '../../../src/detector/kernels/kernels.ts';
import type { ModelFiles } from '../../../src/detector/model-files.ts';

/** The network in three runtimes, each on WebAssembly on one thread: from pixels in memory to outputs in memory. */

type Files = Pick<ModelFiles, 'topology' | 'weights'>;

/** Pictures in both orders of their axes; no runtime is made to turn them round. */
export interface Pictures {
  count: number;
  /** `[count, height, width, channels]`. */
  channelsLast: Float32Array;
  /** `[count, channels, height, width]`. */
  channelsFirst: Float32Array;
}

export interface Runtime {
  /** By the names of the outputs, the values in the order of their axes. */
  run(pictures: Pictures): Promise<Map<string, Float32Array>>;
  dispose(): Promise<void> | void;
}

async function valuesOf(names: readonly string[], tensors: readonly tf.Tensor[]) {
  const values = await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
  for (const tensor of tensors) tensor.dispose();
  return new Map(names.map((name, i) => [name, values[i] ?? new Float32Array()]));
}

/** The runner that ships. @param kernels as the engine's host of backends has them; tfjs-layers never sees them. */
export function fused(files: Files, kernels: Kernels | null): Runtime {
  const graph = FusedGraph.load(files, kernels);
  const [height = 0, width = 0, channels = 0] = graph.inputShape;
  return {
    run: async ({ count, channelsLast }) => {
      const input = tf.tensor4d(channelsLast, [count, height, width, channels]);
      const outputs = graph.run(input, graph.outputs);
      input.dispose();
      return valuesOf(graph.outputs, outputs);
    },
    dispose: () => graph.dispose(),
  };
}

export async function tfjsLayers({ topology, weights }: Files): Promise<Runtime> {
  const written: unknown = JSON.parse(new TextDecoder().decode(topology));
  const { modelTopology } = v.parse(v.object({ modelTopology: v.looseObject({}) }), written);
  const model = await loadLayersModel(
    tf.io.fromMemory({
      modelTopology,
      weightSpecs: [...parseLayersModel(topology).weights],
      weightData: weights,
    }),
  );
  const shape = model.inputs[0]?.shape.slice(1) ?? [];
  return {
    run: async ({ count, channelsLast }) => {
      const input = tf.tensor(channelsLast, [count, ...shape.map(Number)]);
      const outputs = model.predictOnBatch(input);
      input.dispose();
      return valuesOf(model.outputNames, Array.isArray(outputs) ? outputs : [outputs]);
    },
    dispose: () => void model.dispose(),
  };
}

/** The build puts its WebAssembly beside the page. @param shape `[channels, height, width]` of the input. */
export async function onnxRuntime(model: ArrayBuffer, shape: readonly number[]): Promise<Runtime> {
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(model, {
    executionProviders: ['wasm'],
    graphOptimizationLevel: 'all',
  });
  const [input = ''] = session.inputNames;
  return {
    run: async ({ count, channelsFirst }) => {
      const outputs = await session.run({
        [input]: new ort.Tensor('float32', channelsFirst, [count, ...shape]),
      });
      return new Map(
        Object.entries(outputs).map(([name, { data }]) => {
          if (!(data instanceof Float32Array)) throw new Error(`${name} is not in single precision`);
          return [name, data];
        }),
      );
    },
    dispose: () => session.release(),
  };
}
