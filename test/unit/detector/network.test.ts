import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { worstDifference } from '../../../src/detector/golden.ts';
import { loadModelFiles } from '../../../src/detector/model-files.ts';
import { ModelFilesError } from '../../../src/detector/model-files-error.ts';
import { CROP_SCALE, INPUT_SIZE } from '../../../src/detector/network-shape.ts';
import { Network } from '../../../src/detector/network.ts';
import { useWasm } from '../../../tools/verify-models/wasm.ts';
import { flat, modelFolder, modelJson } from './trial-model.ts';

const folder = modelFolder();
const read = (url: string) => Promise.resolve(new Response(new Uint8Array(folder.get(url) ?? [])));

beforeAll(useWasm);

describe('Network', () => {
  it('reproduces its golden vectors', async () => {
    const files = await loadModelFiles('', read);
    const network = await Network.load(files);
    expect(await worstDifference(network, files.golden)).toBeLessThan(1e-5);
    network.dispose();
  });

  it('judges a batch as it judges each face alone, in order', async () => {
    const network = await Network.load(await loadModelFiles('', read));
    const faces = [flat(200, 10, 0), flat(0, 128, 9), flat(255, 255, 255)];
    const together = await network.judge(faces);
    expect(together).toHaveLength(3);
    for (const [index, face] of faces.entries()) {
      const [alone] = await network.judge([face]);
      expect(together[index]?.logit).toBeCloseTo(alone?.logit ?? Number.NaN, 5);
    }
    const [first] = together;
    expect(first?.logit).toBeCloseTo(200 / 127.5 - 1 + 2 * (10 / 127.5 - 1) - 1, 2);
    expect(first?.feature[0]).toBeCloseTo(200 / 127.5 - 1, 2);
    network.dispose();
  });

  it('leaves no tensor behind, neither after judging nor after disposal', async () => {
    const before = tf.memory().numTensors;
    const network = await Network.load(await loadModelFiles('', read));
    const loaded = tf.memory().numTensors;
    for (let run = 0; run < 3; run++) await network.judge([flat(run, 0, 0), flat(0, run, 0)]);
    expect(tf.memory().numTensors).toBe(loaded);
    network.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('judges nothing without faces', async () => {
    const network = await Network.load(await loadModelFiles('', read));
    expect(await network.judge([])).toEqual([]);
    network.dispose();
  });

  it('refuses a model without the outputs it needs', async () => {
    const { topology, weights } = await loadModelFiles('', read);
    const renamed = new TextDecoder().decode(topology).replaceAll('fake_logit', 'other');
    const bytes = new TextEncoder().encode(renamed);
    await expect(Network.load({ topology: bytes.buffer, weights })).rejects.toBeInstanceOf(ModelFilesError);
    const headless = new TextEncoder().encode(JSON.stringify({ ...modelJson, modelTopology: null }));
    await expect(Network.load({ topology: headless.buffer, weights })).rejects.toBeInstanceOf(
      ModelFilesError,
    );
  });

  it('refuses a network for which the code is not written', async () => {
    const { weights } = await loadModelFiles('', read);
    const load = (change: (json: string) => string, metadata = {}) => {
      const json = change(JSON.stringify({ ...modelJson, userDefinedMetadata: metadata }));
      return Network.load({ topology: new TextEncoder().encode(json).buffer, weights });
    };
    const same = (json: string) => json;
    const side = `[null,${INPUT_SIZE},${INPUT_SIZE},3]`;
    const other = `[null,${INPUT_SIZE + 16},${INPUT_SIZE + 16},3]`;
    const refusals = [
      { refused: load((json) => json.replace(side, other)), words: /input has the shape/ },
      { refused: load(same, { inputSize: INPUT_SIZE + 16 }), words: /inputSize is/ },
      { refused: load(same, { cropScale: CROP_SCALE + 0.3 }), words: /cropScale is/ },
    ];
    for (const { refused, words } of refusals) {
      await expect(refused).rejects.toThrow(words);
      await expect(refused).rejects.toBeInstanceOf(ModelFilesError);
    }
    const fitting = await load(same, { inputSize: INPUT_SIZE, cropScale: CROP_SCALE });
    fitting.dispose();
  });
});
