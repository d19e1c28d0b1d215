import type { Random } from '../../../src/adaptation/random.ts';
import { INPUT_SIZE } from '../../../src/detector/crop.ts';
import type { Point, Rgb } from './picture.ts';
import { postProcess } from './post-process.ts';
import { selfBlend } from './self-blend.ts';

/** Of the JPEG that a base and its blend pass alike, so that neither is told by it; 0…1. */
const QUALITY = { low: 0.5, high: 0.95 } as const;

export interface BlendOptions {
  /** A picture after JPEG of a quality 0…1. */
  recode: (picture: Rgb, quality: number) => Promise<Uint8Array>;
  random: Random;
}

/**
 * A self-blend of a face and what it was made of, both re-encoded alike.
 * @param input RGB, `[INPUT_SIZE, INPUT_SIZE, 3]`. @param keypoints in its pixels; may be empty.
 */
export async function blendedPair(
  input: Uint8Array,
  keypoints: readonly Point[],
  { recode, random }: BlendOptions,
): Promise<{ base: Uint8Array; blend: Uint8Array }> {
  const face: Rgb = { data: input, side: INPUT_SIZE };
  const pair = postProcess(selfBlend(face, keypoints, random), random);
  const quality = random.uniform(QUALITY.low, QUALITY.high);
  return { base: await recode(pair.base, quality), blend: await recode(pair.blend, quality) };
}
