import * as tf from '@tensorflow/tfjs-core';
import { TfjsBackends } from '../../../src/detector/backends.ts';
import type { Kernels } from '../../../src/detector/kernels/kernels.ts';
import { loadModelFiles, type ModelFiles } from '../../../src/detector/model-files.ts';
import { INPUT_SIZE } from '../../../src/detector/network-shape.ts';
import { cutFace, regionFor } from '../../../src/detector/crop.ts';
import { BlazeFace } from '../../../src/offscreen/blaze-face.ts';
import { OWN_FILES } from '../../../src/offscreen/own-files.ts';
import type { Pairs } from '../ratios.ts';
import { alternating } from './alternating.ts';
import { expectSame, pictures } from './pictures.ts';
import type { BenchPage, BenchRequest } from './requests.ts';
import { fused, onnxRuntime, tfjsLayers, type Runtime } from './runtimes.ts';

/** Side of the square matrices whose product tells what the machine can do: large enough to keep the processor's units busy. */
const MATRIX_SIDE = 512;

const page: BenchPage = {
  async measure(request) {
    const files = await loadModelFiles(OWN_FILES.models);
    const host = new TfjsBackends(files, OWN_FILES.tfjs, (name, why) => console.warn(`${name}: ${why}`));
    await host.activate('wasm');
    const { kernels } = host;
    const parts = [...(await networks(files, kernels, request)), await loading(files, kernels, request)];
    return [...parts, await detection(files, kernels, request), await cutting(request)];
  },
};

async function networks(files: ModelFiles, kernels: Kernels | null, request: BenchRequest): Promise<Pairs[]> {
  const [model] = document.querySelector<HTMLInputElement>('input[type=file]')?.files ?? [];
  if (!model) throw new Error('The ONNX model was not given');
  const shape = [3, INPUT_SIZE, INPUT_SIZE];
  const ours = fused(files, kernels);
  const onTfjs = fused(files, null);
  const layers = await tfjsLayers(files);
  const onnx = await onnxRuntime(await model.arrayBuffer(), shape);
  const multiply = product(kernels);
  const measured: Pairs[] = [];
  for (const batch of request.batches) {
    const given = pictures(batch, INPUT_SIZE);
    await expectSame(ours, { tfjs: onTfjs, 'tfjs-layers': layers, 'onnxruntime-web': onnx }, given);
    const timed = (runtime: Runtime) => async () => {
      await runtime.run(given);
    };
    const against = async (name: string, other: () => Promise<void>): Promise<Pairs> => ({
      name: `network, batch ${batch}: ${name}`,
      unit: 'ms',
      ...(await alternating(request.pairs, timed(ours), other)),
    });
    measured.push(await against('tfjs-layers', timed(layers)), await against('onnxruntime-web', timed(onnx)));
    measured.push(await against("tfjs's convolutions", timed(onTfjs)));
    const rate = await against('the rate of a matrix product', multiply.run);
    measured.push(atRate(rate, batch, request));
  }
  multiply.dispose();
  for (const runtime of [ours, onTfjs, layers, onnx]) await runtime.dispose();
  return measured;
}

/** One product of two matrices, to the end: a 1 × 1 convolution on our kernels, so that nothing but the network's shape is between both. */
function product(kernels: Kernels | null) {
  const fields = [MATRIX_SIDE / 16, 16] as const;
  const shape: [number, number, number, number] = [1, ...fields, MATRIX_SIDE];
  const maps = tf.randomUniform<tf.Rank.R4>(shape, -1, 1, 'float32', 1);
  const filter = tf.randomUniform<tf.Rank.R4>([1, 1, MATRIX_SIDE, MATRIX_SIDE], -1, 1, 'float32', 2);
  const layer = kernels?.convolution({
    input: shape.slice(1),
    filter,
    bias: undefined,
    strides: [1, 1],
    padding: 'valid',
    activation: 'linear',
  });
  filter.dispose();
  if (!layer) throw new Error('Our kernels do not run in this browser');
  const run = async (): Promise<void> => {
    const result = layer.run(maps);
    await result.data();
    result.dispose();
  };
  const dispose = (): void => {
    maps.dispose();
    layer.dispose();
  };
  return { run, dispose };
}

/** What the network would take if all its multiply-accumulates went as fast as those of the product. */
function atRate(pairs: Pairs, batch: number, { multiplyAccumulates }: BenchRequest): Pairs {
  const times = (batch * multiplyAccumulates) / MATRIX_SIDE ** 3;
  return { ...pairs, other: pairs.other.map((ms) => ms * times) };
}

/** From files in memory to a network that has judged once. */
async function loading(files: ModelFiles, kernels: Kernels | null, { pairs }: BenchRequest): Promise<Pairs> {
  const given = pictures(2, INPUT_SIZE);
  const once = (load: () => Runtime | Promise<Runtime>) => async () => {
    const runtime = await load();
    await runtime.run(given);
    await runtime.dispose();
  };
  const measured = await alternating(
    pairs,
    once(() => fused(files, kernels)),
    once(() => tfjsLayers(files)),
  );
  return { name: 'load and first run, batch 2: tfjs-layers', unit: 'ms', ...measured };
}

/** Any picture: the work is the same. */
function anyImage(width: number, height: number): ImageData {
  const image = new ImageData(width, height);
  for (let i = 0; i < image.data.length; i++) image.data[i] = i % 4 === 3 ? 255 : (i * 7919) % 256;
  return image;
}

/** Finding faces in a frame, beside judging one. */
async function detection(
  files: ModelFiles,
  kernels: Kernels | null,
  { pairs }: BenchRequest,
): Promise<Pairs> {
  const [finder, network] = [await BlazeFace.start(), fused(files, kernels)];
  const frame = anyImage(640, 360);
  const given = pictures(2, INPUT_SIZE);
  const find = (): Promise<void> => {
    finder.find(frame);
    return Promise.resolve();
  };
  const judge = async (): Promise<void> => {
    await network.run(given);
  };
  const measured = await alternating(pairs, find, judge);
  finder.close();
  await network.dispose();
  return { name: 'detection, 640 × 360: judging a face', unit: 'ms', ...measured };
}

/** Cutting a face out by the rule of the training, beside the browser's own scaling, which gives other bytes. */
async function cutting({ pairs }: BenchRequest): Promise<Pairs> {
  const face = { x: 500, y: 200, width: 300, height: 300 };
  const region = regionFor(face, 1280, 720);
  if (!region) throw new Error('The face lies outside of the frame');
  const { width, height, data } = anyImage(region.width, region.height);
  const whole = new OffscreenCanvas(width, height);
  whole.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(data), width, height), 0, 0);
  const small = new OffscreenCanvas(INPUT_SIZE, INPUT_SIZE).getContext('2d', { willReadFrequently: true });
  if (!small) throw new Error('No canvas could be made');
  small.imageSmoothingQuality = 'high';
  const cut = (): Promise<void> => {
    cutFace({ width, height, channels: 4, data }, region, face);
    return Promise.resolve();
  };
  const scale = (): Promise<void> => {
    small.drawImage(whole, 0, 0, INPUT_SIZE, INPUT_SIZE);
    small.getImageData(0, 0, INPUT_SIZE, INPUT_SIZE);
    return Promise.resolve();
  };
  return {
    name: "crop of a face of 300 px: the browser's scaling",
    unit: 'ms',
    ...(await alternating(pairs, cut, scale)),
  };
}

Object.assign(globalThis, { bench: page });
