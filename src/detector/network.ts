import * as tf from '@tensorflow/tfjs-core';
import {
  CUT_VALUES,
  NO_CUT,
  TOP_LAYERS,
  summarise,
  type Top,
  type TopLayer,
  type TopWeights,
} from './cut.ts';
import { FusedGraph } from './fused-graph.ts';
import type { Kernels } from './kernels/kernels.ts';
import { inWords } from './layer-shapes.ts';
import { maskProbability } from './mask.ts';
import { ModelFilesError } from './model-files-error.ts';
import type { ModelFiles } from './model-files.ts';
import { CROP_SCALE, CUT, INPUT_SIZE, MASK_SIDE, OUTPUTS } from './network-shape.ts';

/** What the network says of one face. */
export interface Judgement {
  /** Before calibration; above 0 leans towards manipulated. */
  logit: number;
  /** The pooled feature vector, `[units]`. */
  feature: Float32Array;
  /** That each field of the crop was blended in, 0…1, row by row, `[MASK_FIELDS]`; null of a network that does not say. */
  mask: Float32Array | null;
}

// An interface would not do as a container of tensors: it has no index signature.
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
type Outputs = {
  logits: tf.Tensor;
  features: tf.Tensor;
  masks: tf.Tensor | undefined;
  /** By a site's top, in place of the logits and what the masks add to them. */
  judged: tf.Tensor | undefined;
};

const INPUT_SHAPE = [INPUT_SIZE, INPUT_SIZE, 3];
const MASK_SHAPE = [MASK_SIDE, MASK_SIDE, 1];
const PER_ROW = INPUT_SIZE * 3;
const PER_FACE = INPUT_SIZE * PER_ROW;
/** What the network reads for each byte. */
const SCALED = Float32Array.from({ length: 256 }, (_, byte) => byte / 127.5 - 1);
/** Of `[batch, height, width, channels]`. */
const WIDTH_AXIS = 2;

/**
 * The network on the backend that was active when it was loaded. Errors of that backend come out of `judge`.
 *
 * It looks at every face twice, as it is and mirrored, and says the mean of both (of logits, features and mask logits):
 * a face is as genuine as its mirror image, and what differs between the two answers is noise. The calibration and the
 * golden vectors are made the same way (training/networks/judge.py); docs/results/history.md says what it gains and costs.
 */
export class Network {
  readonly #graph: FusedGraph;
  /** Whether it has the cut that adaptation needs. */
  readonly adaptable: boolean;

  private constructor(graph: FusedGraph) {
    this.#graph = graph;
    this.adaptable = hasCut(graph);
  }

  /**
   * @param kernels of the active backend, if it has any.
   * @throws ModelFilesError if the files do not describe the network they should; `network-shape.ts` says which.
   */
  static load(
    files: Pick<ModelFiles, 'topology' | 'weights'>,
    kernels: Kernels | null = null,
  ): Promise<Network> {
    return new Promise((resolve) => {
      const graph = FusedGraph.load(files, kernels);
      try {
        checkShapes(graph);
      } catch (error) {
        graph.dispose();
        throw error;
      }
      resolve(new Network(graph));
    });
  }

  /**
   * Judges several faces in one run.
   * @param faces RGB, each `[INPUT_SIZE, INPUT_SIZE, 3]`, 0…255.
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
          logit: judged ? (judged[index] ?? Number.NaN) : logit,
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
   * @param faces RGB, each `[INPUT_SIZE, INPUT_SIZE, 3]`, 0…255.
   * @returns `[CUT_VALUES]` a face; see `cut.ts`.
   * @throws ModelFilesError if the network has no cut; whatever the backend throws.
   */
  async cut(faces: readonly Uint8Array[]): Promise<Float32Array[]> {
    if (faces.length === 0) return [];
    const joined = tf.tidy(() => this.#atCut(inputOf(faces, false), []).values);
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
    if (!this.adaptable) throw new ModelFilesError(NO_CUT);
    const values = async (layer: string, part: 'kernel' | 'bias') => {
      const weight = this.#graph.weight(layer, part);
      if (!weight) throw new ModelFilesError(`The layer "${layer}" has no ${part}`);
      return Float32Array.from(await weight.data());
    };
    const read = async (name: TopLayer) => {
      const { layer } = TOP_LAYERS[name];
      return { kernel: await values(layer, 'kernel'), bias: await values(layer, 'bias') };
    };
    return {
      feature: await read('feature'),
      fake_hidden: await read('fake_hidden'),
      fake_logit: await read('fake_logit'),
    };
  }

  /** The wanted layers' outputs, and the values at the cut, `[batch, CUT_VALUES]`. */
  #atCut(input: tf.Tensor4D, wanted: readonly string[]): { values: tf.Tensor2D; outputs: tf.Tensor[] } {
    if (!this.adaptable) throw new ModelFilesError(NO_CUT);
    const { maps, pooled } = CUT.layers;
    const all = this.#graph.run(input, [...wanted, maps, OUTPUTS.mask, pooled]);
    const [atMaps, mask, vector] = all.slice(wanted.length);
    if (!isRank4(atMaps) || !isRank4(mask) || !isRank2(vector)) throw new ModelFilesError(NO_CUT);
    return { values: summarise(atMaps, mask, vector), outputs: all.slice(0, wanted.length) };
  }

  #run(faces: readonly Uint8Array[], top?: Top): Outputs {
    const both = inputOf(faces, true);
    const wanted = [OUTPUTS.logit, OUTPUTS.feature, OUTPUTS.mask].filter((name) =>
      this.#graph.outputs.includes(name),
    );
    const cut = top && this.#atCut(both, wanted);
    const [logits, features, masks] = cut?.outputs ?? this.#graph.run(both, wanted);
    if (!logits || !features) throw new ModelFilesError('The network gave no answer');
    return {
      logits: meanOfHalves(logits),
      features: meanOfHalves(features),
      masks: masks && meanOfHalves(masks, WIDTH_AXIS),
      judged: top && cut && meanOfHalves(top.apply(cut.values)),
    };
  }

  dispose(): void {
    this.#graph.dispose();
  }
}

/**
 * `[faces, INPUT_SIZE, INPUT_SIZE, 3]`, the bytes scaled to -1…1.
 * @param twice all faces once more, mirrored: here, since tfjs takes ten times as long for it on WebAssembly.
 */
function inputOf(faces: readonly Uint8Array[], twice: boolean): tf.Tensor4D {
  const pictures = twice ? 2 * faces.length : faces.length;
  const values = new Float32Array(pictures * PER_FACE);
  faces.forEach((face, index) => {
    const start = index * PER_FACE;
    for (let i = 0; i < PER_FACE; i++) values[start + i] = SCALED[face[i] ?? 0] ?? 0;
  });
  if (twice)
    writeMirrored(values.subarray(0, faces.length * PER_FACE), values.subarray(faces.length * PER_FACE));
  return tf.tensor4d(values, [pictures, INPUT_SIZE, INPUT_SIZE, 3]);
}

/** Pictures of the network's width, three values a pixel. */
function writeMirrored(from: Float32Array, to: Float32Array): void {
  for (let row = 0; row < from.length; row += PER_ROW) {
    for (let left = row, right = row + PER_ROW - 3; left < row + PER_ROW; left += 3, right -= 3) {
      for (let channel = 0; channel < 3; channel++) to[right + channel] = from[left + channel] ?? 0;
    }
  }
}

/** @throws ModelFilesError if model.json describes another network than `network-shape.ts`. */
function checkShapes(graph: FusedGraph): void {
  const { outputs, inputShape, metadata } = graph;
  const differs = (what: string, found: string, wanted: string): never => {
    throw new ModelFilesError(`model.json: ${what} ${found}; the code is written for ${wanted}`);
  };
  if (inputShape.join() !== INPUT_SHAPE.join())
    differs('the input has the shape', inWords(inputShape), inWords(INPUT_SHAPE));
  const { inputSize = INPUT_SIZE, cropScale = CROP_SCALE } = metadata;
  if (inputSize !== INPUT_SIZE) differs('inputSize is', String(inputSize), String(INPUT_SIZE));
  if (cropScale !== CROP_SCALE) differs('cropScale is', String(cropScale), String(CROP_SCALE));
  if (!outputs.includes(OUTPUTS.logit) || !outputs.includes(OUTPUTS.feature))
    differs('the outputs are', outputs.join(', '), `${OUTPUTS.logit} and ${OUTPUTS.feature}`);
  const mask = outputs.includes(OUTPUTS.mask) && graph.shapeOf(OUTPUTS.mask);
  if (mask && mask.join() !== MASK_SHAPE.join())
    differs(`the output "${OUTPUTS.mask}" has the shape`, inWords(mask), inWords(MASK_SHAPE));
}

/** Whether all that is read at the cut and above it is there, in the shapes that `cut.ts` reads. */
function hasCut(graph: FusedGraph): boolean {
  const { layers, channels, pooledUnits } = CUT;
  const fields = [MASK_SIDE, MASK_SIDE];
  const fits = (found: readonly number[] | undefined, wanted: readonly number[]): boolean =>
    found?.join() === wanted.join();
  return (
    fits(graph.shapeOf(layers.maps), [...fields, channels]) &&
    fits(graph.shapeOf(OUTPUTS.mask), [...fields, 1]) &&
    fits(graph.shapeOf(layers.pooled), [pooledUnits]) &&
    Object.values(TOP_LAYERS).every(
      ({ layer, kernel, bias }) =>
        fits(graph.weight(layer, 'kernel')?.shape, kernel) && fits(graph.weight(layer, 'bias')?.shape, bias),
    )
  );
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
