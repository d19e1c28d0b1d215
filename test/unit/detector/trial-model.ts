import { createHash } from 'node:crypto';
import { INPUT_SIZE } from '../../../src/detector/crop.ts';

/** A tiny network in the exported format: mean colour → dense(3, relu) = "feature" → dense(1) = "fake_logit". */
export const layer = (className: string, name: string, inbound: string | null, config: object) => ({
  class_name: className,
  name,
  config: { name, trainable: true, dtype: 'float32', ...config },
  inbound_nodes: inbound === null ? [] : [[[inbound, 0, 0, {}]]],
});

const topology = {
  keras_version: '2.15.0',
  backend: 'tensorflow',
  model_config: {
    class_name: 'Functional',
    config: {
      name: 'trial',
      layers: [
        layer('InputLayer', 'face', null, {
          batch_input_shape: [null, INPUT_SIZE, INPUT_SIZE, 3],
          sparse: false,
        }),
        layer('GlobalAveragePooling2D', 'feature', 'face', { data_format: 'channels_last' }),
        layer('Dense', 'fake_logit', 'feature', { units: 1, activation: 'linear', use_bias: true }),
      ],
      input_layers: [['face', 0, 0]],
      output_layers: [
        ['fake_logit', 0, 0],
        ['feature', 0, 0],
      ],
    },
  },
};

const half = { dtype: 'float16', original_dtype: 'float32' };
/** logit = red + 2·green - bias 1, each channel's mean in -1…1. As fp16: 1, 2, 0, -1. */
const weights = new Uint8Array(new Uint16Array([0x3c00, 0x4000, 0x0000, 0xbc00]).buffer);

export const modelJson = {
  format: 'layers-model',
  modelTopology: topology,
  weightsManifest: [
    {
      paths: ['weights.bin'],
      weights: [
        { name: 'fake_logit/kernel', shape: [3, 1], dtype: 'float32', quantization: half },
        { name: 'fake_logit/bias', shape: [1], dtype: 'float32', quantization: half },
      ],
    },
  ],
};

export function flat(red: number, green: number, blue: number): Uint8Array {
  const face = new Uint8Array(INPUT_SIZE * INPUT_SIZE * 3);
  for (let i = 0; i < face.length; i += 3) face.set([red, green, blue], i);
  return face;
}

const text = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** The model folder as files, address → bytes, with right checksums; `change` replaces the contents of some. */
export function modelFolder(change: { golden?: object; calibration?: object } = {}): Map<string, Uint8Array> {
  const golden = { shape: [2, INPUT_SIZE, INPUT_SIZE, 3], logits: [2, -4], tolerance: 1e-3 };
  const inputs = new Uint8Array([...flat(255, 255, 0), ...flat(0, 0, 255)]);
  const calibration = {
    version: 1,
    modelVersion: 'trial',
    temperature: 1,
    bias: 0,
    thresholds: { manipulated: 0.8, noSign: 0.2 },
    feature: { mean: [0, 0, 0], std: [1, 1, 1], maxDistance: 2 },
  };
  const files = new Map([
    ['detector/model.json', text(modelJson)],
    ['detector/weights.bin', weights],
    ['detector/golden.json', text(change.golden ?? golden)],
    ['detector/golden.bin', inputs],
    ['detector/calibration.json', text(change.calibration ?? calibration)],
  ]);
  const sums = [...files].map(([name, bytes]) => [name, createHash('sha256').update(bytes).digest('hex')]);
  return files.set('checksums.json', text(Object.fromEntries(sums)));
}
