import * as tf from '@tensorflow/tfjs-core';
import { TfjsBackends } from '../../../src/detector/backends.ts';
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
    const parts = [...(await networks(files, request)), await loading(files, request)];
    return [...parts, await detection(files, request), await cutting(request)];
  },
};

async function networks(files: ModelFiles, request: BenchRequest): Promise<Pairs[]> {
  const [model] = document.querySelector<HTMLInputElement>('input[type=file]')?.files ?? [];
  if (!model) throw new Error('The ONNX model was not given');
  const shape = [3, INPUT_SIZE, INPUT_SIZE];
  const ours = fused(files);
  const layers = await tfjsLayers(files);
  const onnx = await onnxRuntime(await model.arrayBuffer(), shape);
  const measured: Pairs[] = [];
  for (const batch of request.batches) {
    const given = pictures(batch, INPUT_SIZE);
    await expectSame(ours, { 'tfjs-layers': layers, 'onnxruntime-web': onnx }, given);
    const timed = (runtime: Runtime) => async () => {
      await runtime.run(given);
    };
    const against = async (name: string, other: () => Promise<void>): Promise<Pairs> => ({
      name: `network, batch ${batch}: ${name}`,
      unit: 'ms',
      ...(await alternating(request.pairs, timed(ours), other)),
    });
    measured.push(await against('tfjs-layers', timed(layers)), await against('onnxruntime-web', timed(onnx)));
    measured.push(atRate(await against('the rate of a matrix product', product()), batch, request));
  }
  for (const runtime of [ours, layers, onnx]) await runtime.dispose();
  return measured;
}

/** One product of two matrices, to the end. */
function product(): () => Promise<void> {
  const [a, b] = [1, 2].map((seed) => tf.randomUniform([MATRIX_SIDE, MATRIX_SIDE], -1, 1, 'float32', seed));
  return async () => {
    if (!a || !b) return;
    const result = tf.matMul(a, b);
    await result.data();
    result.dispose();
  };
}

/** What the network would take if all its multiply-accumulates went as fast as those of the product. */
function atRate(pairs: Pairs, batch: number, { multiplyAccumulates }: BenchRequest): Pairs {
  const times = (batch * multiplyAccumulates) / MATRIX_SIDE ** 3;
  return { ...pairs, other: pairs.other.map((ms) => ms * times) };
}

/** From files in memory to a network that has judged once. */
async function loading(files: ModelFiles, { pairs }: BenchRequest): Promise<Pairs> {
  const given = pictures(2, INPUT_SIZE);
  const once = (load: () => Runtime | Promise<Runtime>) => async () => {
    const runtime = await load();
    await runtime.run(given);
    await runtime.dispose();
  };
  const measured = await alternating(
    pairs,
    once(() => fused(files)),
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
async function detection(files: ModelFiles, { pairs }: BenchRequest): Promise<Pairs> {
  const [finder, network] = [await BlazeFace.start(), fused(files)];
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
