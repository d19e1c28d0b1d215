import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import { INPUT_SIZE } from './crop.ts';
import { ModelFilesError } from './model-files-error.ts';
import type { ModelFiles } from './model-files.ts';

/** What the network says of one face. */
export interface Judgement {
  /** Before calibration; above 0 leans towards manipulated. */
  logit: number;
  /** The pooled feature vector, `[128]`. */
  feature: Float32Array;
}

/** The outputs, by the names the export gives them. */
const LOGIT = 'fake_logit';
const FEATURE = 'feature';

const TopologySchema = v.object({
  modelTopology: v.looseObject({}),
  weightsManifest: v.array(
    v.object({
      weights: v.array(
        v.object({
          name: v.string(),
          shape: v.array(v.number()),
          dtype: v.literal('float32'),
          quantization: v.optional(v.object({ dtype: v.literal('float16') })),
        }),
      ),
    }),
  ),
});

const PER_FACE = INPUT_SIZE * INPUT_SIZE * 3;

/** The network on the backend that was active when it was loaded. Errors of that backend come out of `judge`. */
export class Network {
  readonly #model: LayersModel;

  private constructor(model: LayersModel) {
    this.#model = model;
  }

  /** @throws ModelFilesError if the files do not describe the network they should. */
  static async load(files: Pick<ModelFiles, 'topology' | 'weights'>): Promise<Network> {
    const json = v.safeParse(TopologySchema, JSON.parse(new TextDecoder().decode(files.topology)));
    if (!json.success) throw new ModelFilesError(`model.json: ${v.summarize(json.issues)}`);
    const { modelTopology, weightsManifest } = json.output;
    const handler = tf.io.fromMemory({
      modelTopology,
      weightSpecs: weightsManifest.flatMap((group) => group.weights),
      weightData: files.weights,
    });
    const model = await loadLayersModel(handler);
    const names = model.outputNames;
    if (!names.includes(LOGIT) || !names.includes(FEATURE)) {
      model.dispose();
      throw new ModelFilesError(
        `model.json has the outputs ${names.join(', ')}; ${LOGIT} and ${FEATURE} are needed`,
      );
    }
    return new Network(model);
  }

  /**
   * Judges several faces in one run.
   * @param faces RGB, each `[128, 128, 3]`, 0…255.
   * @returns one judgement a face, in the same order.
   * @throws whatever the backend throws, e.g. after its device was lost.
   */
  async judge(faces: readonly Uint8Array[]): Promise<Judgement[]> {
    if (faces.length === 0) return [];
    const [logits, features] = tf.tidy(() => {
      const values = new Float32Array(faces.length * PER_FACE);
      faces.forEach((face, index) => {
        const start = index * PER_FACE;
        for (let i = 0; i < PER_FACE; i++) values[start + i] = (face[i] ?? 0) / 127.5 - 1;
      });
      const input = tf.tensor4d(values, [faces.length, INPUT_SIZE, INPUT_SIZE, 3]);
      const outputs = this.#model.predictOnBatch(input);
      if (!Array.isArray(outputs)) throw new ModelFilesError('The network has one output; two are needed');
      const named = (name: string): tf.Tensor => {
        const tensor = outputs[this.#model.outputNames.indexOf(name)];
        if (!tensor) throw new ModelFilesError(`The network has no output "${name}"`);
        return tensor;
      };
      return [named(LOGIT), named(FEATURE)] as const;
    });
    try {
      const [logitValues, featureValues] = await Promise.all([logits.data(), features.data()]);
      const units = featureValues.length / faces.length;
      return faces.map((_, index) => ({
        logit: logitValues[index] ?? Number.NaN,
        feature: Float32Array.from(featureValues.subarray(index * units, (index + 1) * units)),
      }));
    } finally {
      logits.dispose();
      features.dispose();
    }
  }

  dispose(): void {
    this.#model.dispose();
  }
}
