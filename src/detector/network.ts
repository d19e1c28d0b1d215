import * as tf from '@tensorflow/tfjs-core';
import {
  loadLayersModel,
  model as modelOf,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import { INPUT_SIZE } from './crop.ts';
import {
  CUT_LAYERS,
  CUT_VALUES,
  NO_CUT,
  TOP_LAYERS,
  summarise,
  type Top,
  type TopLayer,
  type TopWeights,
} from './cut.ts';
import { MASK_SIDE, maskProbability, suspicion } from './mask.ts';
import { ModelFilesError } from './model-files-error.ts';
import type { ModelFiles } from './model-files.ts';

/** What the network says of one face. */
export interface Judgement {
  /** Before calibration; above 0 leans towards manipulated. Of the whole face, plus the {@link suspicion} of its fields if there are any. */
  logit: number;
  /** The pooled feature vector, `[units]`. */
  feature: Float32Array;
  /** That each of the crop's 8×8 fields was blended in, 0…1, row by row, `[64]`; null of a network that does not say. */
  mask: Float32Array | null;
}

/** The outputs, by the names the export gives them. */
const LOGIT = 'fake_logit';
const FEATURE = 'feature';
/** Optional: `[batch, 8, 8, 1]`, logits. */
const MASK = 'mask';

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

// An interface would not do as a container of tensors: it has no index signature.
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
type Outputs = {
  logits: tf.Tensor;
  features: tf.Tensor;
  masks: tf.Tensor | undefined;
  /** By a site's top, in place of the logits and what the masks add to them. */
  judged: tf.Tensor | undefined;
};

const PER_FACE = INPUT_SIZE * INPUT_SIZE * 3;
/** Of `[batch, height, width, channels]`. */
const WIDTH_AXIS = 2;

/**
 * The network on the backend that was active when it was loaded. Errors of that backend come out of `judge`.
 *
 * It looks at every face twice, as it is and mirrored, and says the mean of both (of logits, features and mask logits):
 * a face is as genuine as its mirror image, and what differs between the two answers is noise. The calibration and the
 * golden vectors are made the same way (training/judge.py); docs/RESULTS.md says what it gains and costs.
 */
export class Network {
  readonly #model: LayersModel;
  /** With the outputs at the cut besides, sharing the network's layers; null of a network that has no such layers and cannot be adapted. */
  readonly #trunk: LayersModel | null;

  private constructor(model: LayersModel) {
    this.#model = model;
    this.#trunk = trunkOf(model);
  }

  /** Whether the network has the cut that adaptation needs. */
  get adaptable(): boolean {
    return this.#trunk !== null;
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
    const mask = model.outputs[names.indexOf(MASK)];
    if (mask && mask.shape.slice(1).join() !== [MASK_SIDE, MASK_SIDE, 1].join()) {
      model.dispose();
      throw new ModelFilesError(
        `The output "${MASK}" has the shape [${mask.shape.join(', ')}]; [, ${MASK_SIDE}, ${MASK_SIDE}, 1] is needed`,
      );
    }
    return new Network(model);
  }

  /**
   * Judges several faces in one run.
   * @param faces RGB, each `[128, 128, 3]`, 0…255.
   * @param top judges instead of the network's own layers above the cut; features and masks stay those of the network.
   * @returns one judgement a face, in the same order.
   * @throws whatever the backend throws, e.g. after its device was lost; ModelFilesError for a top on a network without the cut.
   */
  async judge(faces: readonly Uint8Array[], top?: Top): Promise<Judgement[]> {
    if (faces.length === 0) return [];
    const outputs = tf.tidy(() => this.#run(faces, top));
    try {
      const [logits, features, masks, judged] = await Promise.all([
        outputs.logits.data(),
        outputs.features.data(),
        outputs.masks?.data(),
        outputs.judged?.data(),
      ]);
      return faces.map((_, index) => {
        const logit = logits[index] ?? Number.NaN;
        const feature = Float32Array.from(part(features, index, faces.length));
        if (!masks) return { logit, feature, mask: null };
        const fields = part(masks, index, faces.length);
        return {
          logit: judged ? (judged[index] ?? Number.NaN) : logit + suspicion(fields),
          feature,
          mask: Float32Array.from(fields, maskProbability),
        };
      });
    } finally {
      for (const tensor of Object.values(outputs)) tensor?.dispose();
    }
  }

  /**
   * The values of faces at the cut, for the face as it is alone.
   * @param faces RGB, each `[128, 128, 3]`, 0…255.
   * @returns `[CUT_VALUES]` a face; see `cut.ts`.
   * @throws ModelFilesError if the network has no cut; whatever the backend throws.
   */
  async cut(faces: readonly Uint8Array[]): Promise<Float32Array[]> {
    if (faces.length === 0) return [];
    const joined = tf.tidy(() => this.#atCut(inputOf(faces)).values);
    try {
      const values = await joined.data();
      return faces.map((_, index) =>
        Float32Array.from(values.subarray(index * CUT_VALUES, (index + 1) * CUT_VALUES)),
      );
    } finally {
      joined.dispose();
    }
  }

  /** What a site's version starts from. @throws ModelFilesError if the network has no such layers. */
  async topWeights(): Promise<TopWeights> {
    const read = async (name: TopLayer) => {
      const [kernel, bias] = this.#model.getLayer(name).getWeights();
      if (!kernel || !bias) throw new ModelFilesError(`The layer "${name}" has no kernel and bias`);
      return {
        kernel: Float32Array.from(await kernel.data()),
        bias: Float32Array.from(await bias.data()),
      };
    };
    if (!this.#trunk) throw new ModelFilesError(NO_CUT);
    return {
      feature: await read('feature'),
      fake_hidden: await read('fake_hidden'),
      fake_logit: await read('fake_logit'),
      mask: await read('mask'),
    };
  }

  /** All outputs of a batch with the values at the cut, `[batch, CUT_VALUES]`. */
  #atCut(input: tf.Tensor4D): { values: tf.Tensor2D; outputs: tf.Tensor[] } {
    const all = this.#trunk?.predictOnBatch(input);
    if (!Array.isArray(all)) throw new ModelFilesError(NO_CUT);
    const own = this.#model.outputs.length;
    const [maps, maskHidden, pooled] = all.slice(own);
    const mask = all[this.#model.outputNames.indexOf(MASK)];
    if (!isRank4(maps) || !isRank4(maskHidden) || !isRank4(mask) || !isRank2(pooled)) {
      throw new ModelFilesError('The layers at the cut have other shapes than they should');
    }
    return { values: summarise(maps, maskHidden, mask, pooled), outputs: all.slice(0, own) };
  }

  #run(faces: readonly Uint8Array[], top?: Top): Outputs {
    const input = inputOf(faces);
    const both = tf.concat([input, tf.reverse(input, WIDTH_AXIS)]);
    const cut = top && this.#atCut(both);
    const outputs = cut?.outputs ?? this.#model.predictOnBatch(both);
    if (!Array.isArray(outputs)) throw new ModelFilesError('The network has one output; two are needed');
    const named = (name: string): tf.Tensor | undefined => outputs[this.#model.outputNames.indexOf(name)];
    const [logits, features] = [named(LOGIT), named(FEATURE)];
    if (!logits || !features) throw new ModelFilesError(`The network lacks "${LOGIT}" or "${FEATURE}"`);
    const masks = named(MASK);
    return {
      logits: meanOfHalves(logits),
      features: meanOfHalves(features),
      masks: masks && meanOfHalves(masks, WIDTH_AXIS),
      judged: top && cut && meanOfHalves(top.apply(cut.values)),
    };
  }

  dispose(): void {
    // All layers of the trunk are the network's own: disposing of it, too, would be freeing them twice, which throws.
    this.#model.dispose();
  }
}

function inputOf(faces: readonly Uint8Array[]): tf.Tensor4D {
  const values = new Float32Array(faces.length * PER_FACE);
  faces.forEach((face, index) => {
    const start = index * PER_FACE;
    for (let i = 0; i < PER_FACE; i++) values[start + i] = (face[i] ?? 0) / 127.5 - 1;
  });
  return tf.tensor4d(values, [faces.length, INPUT_SIZE, INPUT_SIZE, 3]);
}

/** The network with the outputs at the cut after its own; null if a layer is missing there or above it, or has another shape. */
function trunkOf(model: LayersModel): LayersModel | null {
  const named = new Map(model.layers.map((layer) => [layer.name, layer]));
  const fits = Object.entries(TOP_LAYERS).every(([name, { kernel, bias }]) => {
    const [k, b] = named.get(name)?.getWeights() ?? [];
    return k?.shape.join() === kernel.join() && b?.shape.join() === bias.join();
  });
  const outputs = Object.values(CUT_LAYERS).map((name) => named.get(name)?.output);
  if (!fits || !outputs.every(isSymbolic)) return null;
  return modelOf({ inputs: model.inputs, outputs: [...model.outputs, ...outputs] });
}

function isSymbolic(output: SymbolicTensor | SymbolicTensor[] | undefined): output is SymbolicTensor {
  return output !== undefined && !Array.isArray(output);
}

function isRank4(tensor: tf.Tensor | undefined): tensor is tf.Tensor4D {
  return tensor?.rank === 4;
}

function isRank2(tensor: tf.Tensor | undefined): tensor is tf.Tensor2D {
  return tensor?.rank === 2;
}

/** The mean of the first and the second half of a batch, the second turned back along `mirrored` if it has such an axis. */
function meanOfHalves(both: tf.Tensor, mirrored?: number): tf.Tensor {
  const [asIs, other] = tf.split(both, 2);
  if (!asIs || !other) throw new ModelFilesError('The network answered for one face of two');
  return tf.mul(tf.add(asIs, mirrored === undefined ? other : tf.reverse(other, mirrored)), 0.5);
}

/** What belongs to one face of a batch. */
function part(
  values: ArrayLike<number> & { subarray: (from: number, to: number) => ArrayLike<number> },
  index: number,
  faces: number,
): ArrayLike<number> {
  const length = values.length / faces;
  return values.subarray(index * length, (index + 1) * length);
}
