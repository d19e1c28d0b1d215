import { INPUT_SIZE } from '../detector/crop.ts';
import type { Point, Rgb } from './blend/picture.ts';
import { postProcess } from './blend/post-process.ts';
import type { Random } from './blend/random.ts';
import { selfBlend } from './blend/self-blend.ts';
import { quantise, type Ranges } from './quantise.ts';
import type { Sample } from './types.ts';

/** Of the JPEG that a base and its blend pass alike, so that neither is told by it; 0…1. */
const QUALITY = { low: 0.5, high: 0.95 } as const;
const BLENDS = 1;

/** What making samples needs of the engine. */
export interface Workshop {
  /** Values at the cut; see `Network.cut`. */
  cut: (faces: readonly Uint8Array[]) => Promise<Float32Array[]>;
  /** A picture after JPEG of a quality 0…1. */
  recode: (picture: Rgb, quality: number) => Promise<Uint8Array>;
  ranges: Ranges;
  random: Random;
}

/**
 * A self-blend of a face and what it was made of, both re-encoded alike.
 * @param input RGB, `[128, 128, 3]`. @param keypoints in its pixels; may be empty.
 */
export async function blendedPair(
  input: Uint8Array,
  keypoints: readonly Point[],
  { recode, random }: Pick<Workshop, 'recode' | 'random'>,
): Promise<{ base: Uint8Array; blend: Uint8Array }> {
  const face: Rgb = { data: input, side: INPUT_SIZE };
  const pair = postProcess(selfBlend(face, keypoints, random), random);
  const quality = random.uniform(QUALITY.low, QUALITY.high);
  return { base: await recode(pair.base, quality), blend: await recode(pair.blend, quality) };
}

/** What is kept of one face: the crop at the cut, and a {@link blendedPair} of it. */
export async function cutsOf(
  input: Uint8Array,
  keypoints: readonly Point[],
  workshop: Workshop,
): Promise<Pick<Sample, 'face' | 'base' | 'blends'>> {
  const { base, blend } = await blendedPair(input, keypoints, workshop);
  const values = await workshop.cut([input, base, blend]);
  const [ofFace, ofBase, ...ofBlends] = values.map((one) => quantise(one, workshop.ranges));
  if (!ofFace || !ofBase || ofBlends.length !== BLENDS) throw new Error('The network gave no answer');
  return { face: ofFace, base: ofBase, blends: ofBlends };
}
