import { INPUT_SIZE } from '../../../src/detector/crop.ts';
import { layer } from './trial-model.ts';

/**
 * A tiny network of the layers of MobileNetV2 with the output "mask", in the exported format, with drawn weights:
 * four halvings of the input, one block with a short cut.
 */

const conv = (
  name: string,
  from: string,
  filters: number,
  size: number,
  stride: number,
  activation = 'linear',
) =>
  layer('Conv2D', name, from, {
    filters,
    kernel_size: [size, size],
    strides: [stride, stride],
    padding: 'same',
    data_format: 'channels_last',
    dilation_rate: [1, 1],
    activation,
    use_bias: true,
  });
const depthwise = (name: string, from: string, stride: number) =>
  layer('DepthwiseConv2D', name, from, {
    kernel_size: [3, 3],
    strides: [stride, stride],
    depth_multiplier: 1,
    padding: 'same',
    data_format: 'channels_last',
    dilation_rate: [1, 1],
    activation: 'relu6',
    use_bias: true,
  });

const WIDTH = 8;
const WEIGHTS: [name: string, shape: number[]][] = [
  ['stem/kernel', [3, 3, 3, WIDTH]],
  ['stem/bias', [WIDTH]],
  ['down1/depthwise_kernel', [3, 3, WIDTH, 1]],
  ['down1/bias', [WIDTH]],
  ['down2/depthwise_kernel', [3, 3, WIDTH, 1]],
  ['down2/bias', [WIDTH]],
  ['inner/depthwise_kernel', [3, 3, WIDTH, 1]],
  ['inner/bias', [WIDTH]],
  ['project/kernel', [1, 1, WIDTH, WIDTH]],
  ['project/bias', [WIDTH]],
  ['down3/kernel', [3, 3, WIDTH, WIDTH]],
  ['down3/bias', [WIDTH]],
  ['mask/kernel', [1, 1, WIDTH, 1]],
  ['mask/bias', [1]],
  ['fake_logit/kernel', [WIDTH, 1]],
  ['fake_logit/bias', [1]],
];

function topology(maskFrom: string) {
  return {
    keras_version: '2.15.0',
    backend: 'tensorflow',
    model_config: {
      class_name: 'Functional',
      config: {
        name: 'mobile',
        layers: [
          layer('InputLayer', 'face', null, {
            batch_input_shape: [null, INPUT_SIZE, INPUT_SIZE, 3],
            sparse: false,
          }),
          conv('stem', 'face', WIDTH, 3, 2, 'relu6'),
          depthwise('down1', 'stem', 2),
          depthwise('down2', 'down1', 2),
          depthwise('inner', 'down2', 1),
          conv('project', 'inner', WIDTH, 1, 1),
          {
            ...layer('Add', 'sum', null, {}),
            inbound_nodes: [
              [
                ['down2', 0, 0, {}],
                ['project', 0, 0, {}],
              ],
            ],
          },
          conv('down3', 'sum', WIDTH, 3, 2),
          conv('mask', maskFrom, 1, 1, 1),
          layer('GlobalAveragePooling2D', 'feature', 'down3', { data_format: 'channels_last' }),
          layer('Dense', 'fake_logit', 'feature', { units: 1, activation: 'linear', use_bias: true }),
        ],
        input_layers: [['face', 0, 0]],
        output_layers: [
          ['fake_logit', 0, 0],
          ['feature', 0, 0],
          ['mask', 0, 0],
        ],
      },
    },
  };
}

/** @param maskFrom the layer that the mask is made of: "down3" has as many fields as there should be, "sum" four times as many. */
export function maskModel(maskFrom: 'down3' | 'sum' = 'down3') {
  const sizes = WEIGHTS.map(([, shape]) => shape.reduce((a, b) => a * b, 1));
  const count = sizes.reduce((a, b) => a + b, 0);
  // As random as weights have to be: no two alike, around 0.
  const values = Float32Array.from({ length: count }, (_, i) => 0.6 * Math.sin(i * 12.9898 + 1));
  const model = {
    format: 'layers-model',
    modelTopology: topology(maskFrom),
    weightsManifest: [
      {
        paths: ['weights.bin'],
        weights: WEIGHTS.map(([name, shape]) => ({ name, shape, dtype: 'float32' })),
      },
    ],
  };
  return { topology: new TextEncoder().encode(JSON.stringify(model)).buffer, weights: values.buffer };
}
