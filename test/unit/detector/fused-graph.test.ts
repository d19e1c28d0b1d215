import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { FusedGraph } from '../../../src/detector/fused-graph.ts';
import { ModelFilesError } from '../../../src/detector/model-files-error.ts';
import { useWasm } from '../../../tools/verify-models/wasm.ts';
import { expectAgreement } from './agreement.ts';
import { DrawnGraph, type LayerJson, type ModelJson, type Side3, type Window } from './drawn-graph.ts';

beforeAll(useWasm);

const ACTIVATIONS = ['linear', 'relu', 'relu6'] as const;

/** Even, odd, and not square. */
const SIDES: Side3[] = [
  [12, 12, 5],
  [13, 13, 5],
  [9, 14, 5],
];
const windows = (sizes: readonly number[]): Window[] =>
  sizes.flatMap((size) =>
    [1, 2].flatMap((stride) => (['same', 'valid'] as const).map((padding) => ({ size, stride, padding }))),
  );

describe.each(SIDES)('maps of %i × %i fields', (...side) => {
  const cases = windows([1, 3, 5]).flatMap((window) =>
    ACTIVATIONS.map((activation) => ({ ...window, activation })),
  );

  it.each(cases)('a $size × $size convolution, stride $stride, $padding, $activation', async (one) => {
    const drawn = new DrawnGraph(side);
    await expectAgreement(drawn, [drawn.conv('face', side[2], 7, one, one.activation)]);
  });

  it.each(cases)('one by depth, $size × $size, stride $stride, $padding, $activation', async (one) => {
    const drawn = new DrawnGraph(side);
    await expectAgreement(drawn, [drawn.depthwise('face', side[2], one, one.activation)]);
  });

  it.each(windows([2, 3]))('the largest of $size × $size fields, stride $stride, $padding', async (one) => {
    const drawn = new DrawnGraph(side);
    await expectAgreement(drawn, [drawn.maxPool('face', one)]);
  });
});

describe('the other layers', () => {
  it.each(ACTIVATIONS)(
    'a mean over the maps and a dense layer, %s, with a bias and without',
    async (activation) => {
      const drawn = new DrawnGraph([6, 5, 9]);
      const mean = drawn.mean('face');
      const hidden = drawn.dense(mean, 9, 8, activation);
      await expectAgreement(drawn, [mean, hidden, drawn.dense(hidden, 8, 3, 'linear', false)]);
    },
  );

  it('sums of two, of three and of one with itself', async () => {
    const drawn = new DrawnGraph([6, 6, 4]);
    const one = drawn.conv('face', 4, 4, { size: 3, stride: 1, padding: 'same' }, 'relu6');
    const two = drawn.sum('face', one);
    await expectAgreement(drawn, [two, drawn.sum('face', one, two), drawn.sum(one, one)]);
  });
});

/** A block that widens, filters and narrows, with a short cut, whose filter is 5 × 5; then a halving, and two heads. */
function blocks(): { drawn: DrawnGraph; outputs: string[]; inner: string } {
  const drawn = new DrawnGraph([14, 14, 3]);
  const same = (size: number, stride = 1): Window => ({ size, stride, padding: 'same' });
  const stem = drawn.conv('face', 3, 6, same(3, 2), 'relu6');
  const wide = drawn.conv(stem, 6, 12, same(1), 'relu6');
  const filtered = drawn.depthwise(wide, 12, same(5), 'relu6');
  const inner = drawn.sum(stem, drawn.conv(filtered, 12, 6, same(1), 'linear'));
  const down = drawn.depthwise(inner, 6, same(5, 2), 'relu6');
  const feature = drawn.mean(down);
  const logit = drawn.dense(feature, 6, 1, 'linear');
  const mask = drawn.conv(inner, 6, 1, same(1), 'linear');
  return { drawn, outputs: [logit, feature, mask], inner };
}

describe('a graph of blocks with two heads', () => {
  it('computes what plain operations do, at every output and inside', async () => {
    const { drawn, outputs, inner } = blocks();
    await expectAgreement(drawn, [...outputs, inner]);
    await expectAgreement(drawn, [inner]);
  });

  it('frees what no later layer reads at once, however many layers there are', async () => {
    const drawn = new DrawnGraph([8, 8, 4]);
    const window: Window = { size: 3, stride: 1, padding: 'same' };
    let last = 'face';
    for (let i = 0; i < 20; i++) last = drawn.sum(last, drawn.conv(last, 4, 4, window, 'relu6'));
    const graph = FusedGraph.load(drawn.files([last]));
    const input = drawn.pictures(1);
    const before = tf.memory().numTensors;
    const { kernels } = await tf.profile(() => graph.run(input, [last])[0] ?? tf.scalar(0));
    const most = Math.max(...kernels.map(({ totalTensorsSnapshot }) => totalTensorsSnapshot - before));
    // The short cut, what is added to it and their sum.
    expect(most).toBe(3);
    graph.dispose();
  });

  it('computes only what is asked for', async () => {
    const { drawn, outputs, inner } = blocks();
    const graph = FusedGraph.load(drawn.files(outputs));
    const input = drawn.pictures(1);
    const kernelsOf = async (name: string): Promise<string[]> => {
      const { kernelNames } = await tf.profile(() => graph.run(input, [name])[0] ?? tf.scalar(0));
      return kernelNames;
    };
    expect(await kernelsOf(inner)).not.toContain('Mean');
    expect(await kernelsOf(outputs[0] ?? '')).toContain('Mean');
    graph.dispose();
  });
});

describe('files of a network that cannot be run', () => {
  /** A convolution, one by depth, a mean and a dense layer. */
  function changed(change: (layers: LayerJson[], json: ModelJson) => void, cut = 0) {
    const drawn = new DrawnGraph([8, 8, 3]);
    const conv = drawn.conv('face', 3, 4, { size: 3, stride: 2, padding: 'same' }, 'relu6');
    const filtered = drawn.depthwise(conv, 4, { size: 5, stride: 1, padding: 'same' }, 'relu');
    const dense = drawn.dense(drawn.mean(filtered), 4, 2, 'linear');
    const { topology, weights } = drawn.files([dense], (json) =>
      change(json.modelTopology.model_config.config.layers, json),
    );
    return { topology, weights: weights.slice(cut) };
  }
  const at = (layers: LayerJson[], index: number): LayerJson => {
    const found = layers[index];
    if (!found) throw new Error(`There is no layer ${index}`);
    return found;
  };

  const [CONV, DEPTHWISE, MEAN, DENSE] = [1, 2, 3, 4];
  it.each<[string, RegExp, (layers: LayerJson[], json: ModelJson) => void]>([
    ['of an unknown kind', /layer0" is a Lambda; only Conv2D/, (l) => (at(l, CONV).class_name = 'Lambda')],
    ['with an unknown activation', /layer0".*swish/, (l) => (at(l, CONV).config.activation = 'swish')],
    ['with other padding', /layer0".*causal/, (l) => (at(l, CONV).config.padding = 'causal')],
    ['with gaps in its kernel', /layer0".*2/, (l) => (at(l, CONV).config.dilation_rate = [2, 2])],
    [
      'with channels first',
      /layer1".*channels_first/,
      (l) => (at(l, DEPTHWISE).config.data_format = 'channels_first'),
    ],
    ['with two filters a channel', /layer1".*2/, (l) => (at(l, DEPTHWISE).config.depth_multiplier = 2)],
    ['with a stride of nothing', /layer0".*0/, (l) => (at(l, CONV).config.strides = [0, 0])],
    ['without a size', /layer3".*units/, (l) => delete at(l, DENSE).config.units],
    [
      'that reads what is not there',
      /layer2" reads "layer9"/,
      (l) => (at(l, MEAN).inbound_nodes = [[['layer9', 0, 0, {}]]]),
    ],
    [
      'that reads itself',
      /layer2" reads "layer2"/,
      (l) => (at(l, MEAN).inbound_nodes = [[['layer2', 0, 0, {}]]]),
    ],
    ['that reads nothing', /layer2" reads nothing/, (l) => (at(l, MEAN).inbound_nodes = [[]])],
    [
      'used twice',
      /layer2" is used more than once/,
      (l) => at(l, MEAN).inbound_nodes.push([['layer0', 0, 0, {}]]),
    ],
    [
      'that reads a second output',
      /layer 3.*1/,
      (l) => (at(l, MEAN).inbound_nodes = [[['layer1', 0, 1, {}]]]),
    ],
    ['by the name of another', /layer0" is there twice/, (l) => (at(l, DEPTHWISE).name = 'layer0')],
    [
      'that adds maps to a vector',
      /layer3" adds different shapes: \[4, 4, 4\] and \[4\]/,
      (l) => {
        Object.assign(at(l, DENSE), {
          class_name: 'Add',
          inbound_nodes: [
            [
              ['layer1', 0, 0, {}],
              ['layer2', 0, 0, {}],
            ],
          ],
        });
      },
    ],
    [
      'that is dense on maps',
      /layer3" reads \[4, 4, 4\]; a vector/,
      (l) => (at(l, DENSE).inbound_nodes = [[['layer1', 0, 0, {}]]]),
    ],
    [
      'whose window is larger than the maps',
      /layer1" moves a window of 5 fields over 4/,
      (l) => (at(l, DEPTHWISE).config.padding = 'valid'),
    ],
    [
      'without its weight',
      /layer3" has no weight "layer3\/bias"/,
      (_, json) => json.weightsManifest[0]?.weights.pop(),
    ],
    [
      'with a kernel of another shape',
      /layer0" needs "layer0\/kernel" as \[3, 3, 3, 5\], not \[3, 3, 3, 4\]/,
      (l) => (at(l, CONV).config.filters = 5),
    ],
    ['without the input', /layer0" is a Conv2D; the first one must be the InputLayer/, (l) => l.shift()],
    ['with two inputs', /face" is a InputLayer; only/, (l) => l.splice(1, 0, at(l, 0))],
  ])('a layer %s', (_, words, change) => {
    const load = () => FusedGraph.load(changed(change));
    expect(load).toThrow(ModelFilesError);
    expect(load).toThrow(words);
  });

  it.each<[string, RegExp, (layers: LayerJson[], json: ModelJson) => void]>([
    [
      'an output that is no layer',
      /no layer "other"/,
      (_, json) => (json.modelTopology.model_config.config.output_layers = [['other', 0, 0]]),
    ],
    [
      'a weight of no layer',
      /no layer has the weight "stray\/kernel"/,
      (_, json) =>
        json.weightsManifest[0]?.weights.push({ name: 'stray/kernel', shape: [1], dtype: 'float32' }),
    ],
    [
      'a weight twice',
      /lists a weight twice/,
      (_, json) => json.weightsManifest.push(...json.weightsManifest),
    ],
    ['no layers', /model\.json/, (_, json) => (json.modelTopology.model_config.config.layers = [])],
  ])('%s', (_, words, change) => {
    const load = () => FusedGraph.load(changed(change));
    expect(load).toThrow(ModelFilesError);
    expect(load).toThrow(words);
  });

  it('weights that were cut, and a model.json that is none', () => {
    const files = changed(() => undefined);
    expect(() => FusedGraph.load(files)).not.toThrow();
    expect(() => FusedGraph.load(changed(() => undefined, 4))).toThrow(
      /weights\.bin has \d+ bytes; model\.json lists/,
    );
    expect(() => FusedGraph.load({ ...files, topology: new ArrayBuffer(3) })).toThrow(ModelFilesError);
  });
});
