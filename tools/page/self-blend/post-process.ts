import { cutSquare } from '../../../src/detector/crop.ts';
import { blur } from './gaussian.ts';
import { checkPicture, toByte, type Rgb } from './picture.ts';
import { Random } from '../../../src/adaptation/random.ts';

/** Milder than training/signal/augment.py: a site's own cameras and compression are in its faces already. */
const DRAW = {
  shift: 0.04,
  scale: [0.94, 1.06],
  blurShare: 0.15,
  blurSigma: [0.3, 0.9],
  noiseShare: 0.15,
  noiseSigma: [1, 4],
  lightShare: 0.7,
  brightness: 15,
  contrast: [0.88, 1.12],
} as const;
/** Contrast turns about this, not about a picture's mean: that differs between a face and its blend. */
const MIDDLE_GREY = 128;

/** One draw. Shifts and scale in shares of the picture's side, sigmas in pixels and in 0…255, brightness in 0…255. */
export interface Recipe {
  shiftX: number;
  shiftY: number;
  /** Side of what is shown; below 1 the face gets larger. */
  scale: number;
  /** 0 for none. */
  blurSigma: number;
  /** 0 for none. */
  noiseSigma: number;
  noiseSeed: number;
  brightness: number;
  contrast: number;
}

/** A face and its blend. */
export interface Pair {
  base: Rgb;
  blend: Rgb;
}

/** Draws as many numbers whatever comes out. */
function drawRecipe(random: Random): Recipe {
  const maybe = (share: number, low: number, high: number, otherwise: number) => {
    const value = random.uniform(low, high);
    return random.chance(share) ? value : otherwise;
  };
  return {
    shiftX: random.uniform(-DRAW.shift, DRAW.shift),
    shiftY: random.uniform(-DRAW.shift, DRAW.shift),
    scale: random.uniform(...DRAW.scale),
    blurSigma: maybe(DRAW.blurShare, ...DRAW.blurSigma, 0),
    noiseSigma: maybe(DRAW.noiseShare, ...DRAW.noiseSigma, 0),
    noiseSeed: random.int(0, 2 ** 32),
    brightness: maybe(DRAW.lightShare, -DRAW.brightness, DRAW.brightness, 0),
    contrast: maybe(DRAW.lightShare, ...DRAW.contrast, 1),
  };
}

/** The square of the picture that is shown. */
function shownSquare(side: number, { shiftX, shiftY, scale }: Recipe): Parameters<typeof cutSquare>[1] {
  const left = side * (0.5 + shiftX - scale / 2);
  const top = side * (0.5 + shiftY - scale / 2);
  return { left, top, right: left + side * scale, bottom: top + side * scale };
}

/** Crop, blur, light and noise, in the order of a camera. Depends on nothing but the recipe and the picture. */
export function applyRecipe(face: Rgb, recipe: Recipe): Rgb {
  checkPicture(face);
  const { side } = face;
  const pixels = { width: side, height: side, channels: 3, data: face.data } as const;
  const cut = { data: cutSquare(pixels, shownSquare(side, recipe), side), side };
  const { data } = recipe.blurSigma > 0 ? blur(cut, recipe.blurSigma) : cut;
  const offset = MIDDLE_GREY * (1 - recipe.contrast) + recipe.brightness;
  const noise = new Random(recipe.noiseSeed);
  const noisy = recipe.noiseSigma > 0;
  const result = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const light = (data[i] ?? 0) * recipe.contrast + offset;
    result[i] = toByte(noisy ? light + noise.normal(recipe.noiseSigma) : light);
  }
  return { data: result, side };
}

/**
 * Makes more of one pair without telling its members apart: one recipe is drawn and both go through it, so that within a pair
 * only the manipulation differs. Whoever re-encodes them must do that to both alike, too.
 * @throws RangeError if a picture is not a square of RGB of at least 32 px.
 */
export function postProcess({ base, blend }: Pair, random: Random): Pair {
  const recipe = drawRecipe(random);
  return { base: applyRecipe(base, recipe), blend: applyRecipe(blend, recipe) };
}
