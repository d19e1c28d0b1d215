import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
// What the build imports: it registers the operations of all three backends.
import '../../../src/detector/backends.ts';
import { INPUT_SIZE } from '../../../src/detector/crop.ts';
import { differences, worstDifference } from '../../../src/detector/golden.ts';
import { MASK_FIELDS, MASK_SIDE } from '../../../src/detector/mask.ts';
import { ModelFilesError } from '../../../src/detector/model-files-error.ts';
import { Network } from '../../../src/detector/network.ts';
import { useWasm } from '../../../tools/verify-models/wasm.ts';
import { maskModel } from './mask-model.ts';
import { pattern } from './pictures.ts';
import { flat } from './trial-model.ts';

/** A picture with an edge, which a convolution sees. */
function half(): Uint8Array {
  const face = flat(20, 40, 60);
  face.set(flat(250, 200, 150).subarray(0, face.length / 2));
  return face;
}

/** Rows turned round. */
function mirrored(face: Uint8Array): Uint8Array {
  return face.map((_, at) => {
    const [row, column, channel] = [Math.floor(at / ROW), Math.floor((at % ROW) / 3), at % 3];
    return face[row * ROW + (INPUT_SIZE - 1 - column) * 3 + channel] ?? 0;
  });
}

const ROW = INPUT_SIZE * 3;

/** tfjs profiles operations with a gradient of their own by another name than their kernel's. */
const KERNEL_OF: Record<string, string> = {
  fusedConv2d__op: 'FusedConv2D',
  fusedDepthwiseConv2d__op: 'FusedDepthwiseConv2D',
  fusedMatMul__op: '_FusedMatMul',
};

beforeAll(useWasm);

describe('a network of the layers of MobileNetV2 with a mask', () => {
  it('gives a probability for each field of a face, the same in a batch as alone, and leaves no tensor behind', async () => {
    const network = await Network.load(maskModel());
    const loaded = tf.memory().numTensors;
    const together = await network.judge([flat(200, 10, 0), half()]);
    const [alone] = await network.judge([half()]);
    expect(tf.memory().numTensors).toBe(loaded);
    const mask = together[1]?.mask ?? new Float32Array();
    expect(mask).toHaveLength(MASK_FIELDS);
    expect([...mask].every((value) => value > 0 && value < 1)).toBe(true);
    expect(new Set(mask).size).toBeGreaterThan(2);
    mask.forEach((value, field) => expect(value).toBeCloseTo(alone?.mask?.[field] ?? Number.NaN, 5));
    network.dispose();
  });

  it('gives a face and its mirror image one answer, with the mask turned round', async () => {
    const network = await Network.load(maskModel());
    const { data } = pattern(INPUT_SIZE, INPUT_SIZE);
    const uneven = Uint8Array.from(data, (value, at) => (at % ROW < ROW / 3 ? value : 40));
    const [face, other] = await network.judge([uneven, mirrored(uneven)]);
    network.dispose();
    const [mask, turned] = [[...(face?.mask ?? [])], [...(other?.mask ?? [])]];
    expect(other?.logit).toBeCloseTo(face?.logit ?? Number.NaN, 5);
    face?.feature.forEach((value, unit) => expect(other?.feature[unit]).toBeCloseTo(value, 5));
    expect(Math.max(...mask.map((value, field) => Math.abs(value - (turned[field] ?? 0))))).toBeGreaterThan(
      0.01,
    );
    mask.forEach((value, field) => {
      const column = field % MASK_SIDE;
      expect(turned[field - column + MASK_SIDE - 1 - column]).toBeCloseTo(value, 5);
    });
  });

  it('needs no operation that one of the GPU backends lacks', async () => {
    const network = await Network.load(maskModel());
    const { kernelNames } = await tf.profile(async () => {
      await network.judge([half()]);
      return tf.scalar(0);
    });
    network.dispose();
    // The convolutions and the short cut did run, and no activation or padding for itself.
    expect(kernelNames).toEqual(expect.arrayContaining(['FusedConv2D', 'FusedDepthwiseConv2D', 'Add']));
    expect(kernelNames).not.toEqual(expect.arrayContaining([expect.stringMatching(/Relu|Clip|Pad/)]));
    for (const backend of ['wasm', 'webgl', 'webgpu']) {
      const known = new Set(tf.getKernelsForBackend(backend).map(({ kernelName }) => kernelName));
      const missing = kernelNames.filter((name) => !known.has(KERNEL_OF[name] ?? name));
      expect(missing, backend).toEqual([]);
    }
  });

  it('is held to the masks of the golden vectors, where there are some', async () => {
    const network = await Network.load(maskModel());
    const inputs = new Uint8Array([...flat(200, 10, 0), ...half()]);
    const judged = await network.judge([flat(200, 10, 0), half()]);
    const masks = judged.map(({ mask }) => Array.from(mask ?? [], (p) => Math.log(p / (1 - p))));
    const golden = { inputs, logits: judged.map(({ logit }) => logit), masks, tolerance: 1e-3 };
    expect(await worstDifference(network, golden)).toBeLessThan(1e-4);

    const other = masks.map((mask) => mask.map((logit) => logit + 1));
    const { logit, mask } = await differences(network, { ...golden, masks: other });
    expect(logit).toBeLessThan(1e-4);
    expect(mask).toBeGreaterThan(0.01);
    network.dispose();
  });

  it('fails the golden vectors if they have masks and it has none', async () => {
    const judge = () => Promise.resolve([{ logit: 1, feature: new Float32Array(1), mask: null }]);
    const inputs = new Uint8Array(INPUT_SIZE * INPUT_SIZE * 3);
    const golden = {
      inputs,
      logits: [1],
      masks: [Array.from({ length: MASK_FIELDS }, () => 0)],
      tolerance: 1,
    };
    expect(await worstDifference({ judge }, golden)).toBeNaN();
  });

  it('is refused if its mask has other fields', async () => {
    await expect(Network.load(maskModel('sum'))).rejects.toThrow(ModelFilesError);
    await expect(Network.load(maskModel('sum'))).rejects.toThrow(`[${2 * MASK_SIDE}, ${2 * MASK_SIDE}, 1]`);
  });
});
