import { faceFrame, type FaceFrame } from './face-frame.ts';
import { recolour, resample } from './looks.ts';
import { drawMask } from './mask.ts';
import { displace } from './motion.ts';
import { checkPicture, toByte, type Point, type Rgb } from './picture.ts';
import type { Random } from '../../../src/adaptation/random.ts';

/** As in training/signal/blend.py. */
const RATIOS = [0.5, 0.75, 1, 1, 1] as const;
const RECOLOUR_SHARE = 0.75;
const RESAMPLE_SHARE = 0.7;
/** Mean absolute change under the mask, 0…255, up to which a blend shows nothing and is made again. */
export const VISIBLE = 3;
const TRIES = 3;
/** Where the mask is above this, the change is measured. */
const UNDER = 0.3;

/** A genuine face and a fake that was made of nothing else. */
export interface SelfBlend {
  /** What the fake is to be told from: the face as given, or, where the fake's inside is that, its other look. */
  base: Rgb;
  blend: Rgb;
  /** `[side, side]`, 0…1: where `blend` differs from `base`. */
  mask: Float32Array;
  /** Mean absolute change under the mask, 0…255. Up to {@link VISIBLE} only if no try changed more, as with an even picture. */
  change: number;
}

/** Shows `inside` where the mask is. */
function mix(outside: Rgb, inside: Rgb, mask: Float32Array, ratio: number): Rgb {
  const data = outside.data.slice();
  for (let i = 0; i < mask.length; i++) {
    const weight = (mask[i] ?? 0) * ratio;
    if (weight === 0) continue;
    for (let at = i * 3; at < i * 3 + 3; at++) {
      const from = outside.data[at] ?? 0;
      data[at] = toByte(from + ((inside.data[at] ?? 0) - from) * weight);
    }
  }
  return { data, side: outside.side };
}

function changeUnder(mask: Float32Array, one: Rgb, other: Rgb): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < mask.length; i++) {
    if ((mask[i] ?? 0) <= UNDER) continue;
    for (let at = i * 3; at < i * 3 + 3; at++) sum += Math.abs((one.data[at] ?? 0) - (other.data[at] ?? 0));
    count += 3;
  }
  return count === 0 ? 0 : sum / count;
}

function blendOnce(face: Rgb, frame: FaceFrame, random: Random): SelfBlend {
  const mask = drawMask(frame, face.side, random);
  const recoloured = random.chance(RECOLOUR_SHARE) ? recolour(face, random) : face;
  const changed = random.chance(RESAMPLE_SHARE) ? resample(recoloured, random) : recoloured;
  // Which of the two looks is inside is left to chance, and so is which was moved: neither look by itself says "fake".
  const [outside, inside] = random.chance(0.5) ? [face, changed] : [changed, face];
  const movesInside = random.chance(0.5);
  const base = movesInside ? outside : displace(outside, frame, random);
  const source = movesInside ? displace(inside, frame, random) : inside;
  const blend = mix(base, source, mask, random.choice(RATIOS));
  return { base, blend, mask, change: changeUnder(mask, base, blend) };
}

/**
 * Makes a fake of a genuine face: a part of it is replaced by a copy of itself that was recoloured, resampled or moved a
 * little. The edge and the mismatch inside it are what forged faces have in common (self-blended images, Shiohara & Yamasaki
 * 2022; our own code). A port of training/signal/blend.py without its blends of two people, without blending of gradients, and
 * without the look of one side compressed by JPEG, which a browser only makes asynchronously. Other than there, the base as
 * well as the inside may be moved: interpolation takes detail away, and a base that never lost any would be told by that.
 * @param keypoints BlazeFace's six in pixels of the picture; if there are none, a tight crop of a frontal face is assumed.
 * @throws RangeError if the picture is not a square of RGB of at least 32 px.
 */
export function selfBlend(face: Rgb, keypoints: readonly Point[], random: Random): SelfBlend {
  checkPicture(face);
  const frame = faceFrame(keypoints, face.side);
  let best = blendOnce(face, frame, random);
  for (let i = 1; i < TRIES && best.change <= VISIBLE; i++) {
    const next = blendOnce(face, frame, random);
    if (next.change > best.change) best = next;
  }
  return best;
}
