import { resizeBilinear } from '../../../src/detector/resize.ts';
import { sampleCubic, scaling } from './cubic.ts';
import { blur, sharpen } from './gaussian.ts';
import { toByte, type Rgb } from './picture.ts';
import type { Random } from '../../../src/adaptation/random.ts';

/** As in training/signal/looks.py. Colours in 0…255; `small` in shares of the side; `blur` in pixels of a face of 224 px. */
const COLOUR = {
  offsetShare: 0.5,
  offset: 20,
  lightShare: 0.5,
  contrast: [0.85, 1.15],
  brightness: 18,
  saturationShare: 0.4,
  saturation: [0.7, 1.35],
} as const;
const DETAIL = {
  small: [0.22, 0.75],
  smallest: 24,
  blur: [0.5, 1.8],
  sharpen: [0.8, 2],
  gain: [0.3, 1],
} as const;
const DETAIL_SHARES = { rescale: 0.56, blur: 0.23, sharpen: 0.21 } as const;
const REFERENCE_SIDE = 224;

/** A random shift of colour, light or saturation, as of another camera. */
export function recolour({ data, side }: Rgb, random: Random): Rgb {
  const offsets = [0, 0, 0].map(() => random.uniform(-COLOUR.offset, COLOUR.offset));
  const [red, green, blue] = random.chance(COLOUR.offsetShare) ? offsets : [];
  const lit = random.chance(COLOUR.lightShare);
  const contrast = lit ? random.uniform(...COLOUR.contrast) : 1;
  const brightness = lit ? random.uniform(-COLOUR.brightness, COLOUR.brightness) : 0;
  const saturation = random.chance(COLOUR.saturationShare) ? random.uniform(...COLOUR.saturation) : 1;

  const shift = [red ?? 0, green ?? 0, blue ?? 0] as const;
  let sum = 0;
  for (const value of data) sum += value;
  const mean = sum / data.length + (shift[0] + shift[1] + shift[2]) / 3;
  const constant = mean * (1 - contrast) + brightness;
  const result = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i += 3) {
    const r = ((data[i] ?? 0) + shift[0]) * contrast + constant;
    const g = ((data[i + 1] ?? 0) + shift[1]) * contrast + constant;
    const b = ((data[i + 2] ?? 0) + shift[2]) * contrast + constant;
    const grey = (r + g + b) / 3;
    result[i] = toByte(grey + (r - grey) * saturation);
    result[i + 1] = toByte(grey + (g - grey) * saturation);
    result[i + 2] = toByte(grey + (b - grey) * saturation);
  }
  return { data: result, side };
}

function resized({ data, side }: Rgb, to: number): Rgb {
  const whole = { left: 0, top: 0, right: side, bottom: side };
  return { data: resizeBilinear({ width: side, height: side, channels: 3, data }, whole, to), side: to };
}

function nearest({ data, side }: Rgb, to: number): Rgb {
  const result = new Uint8Array(to * to * 3);
  const from = Int32Array.from({ length: to }, (_, i) => Math.floor(((i + 0.5) * side) / to));
  for (let y = 0; y < to; y++) {
    for (let x = 0; x < to; x++) {
      const at = ((from[y] ?? 0) * side + (from[x] ?? 0)) * 3;
      for (let c = 0; c < 3; c++) result[(y * to + x) * 3 + c] = data[at + c] ?? 0;
    }
  }
  return { data: result, side: to };
}

/** Shrinks, with or without the filter that keeps fine patterns from turning into coarse ones, and enlarges again. */
function rescale(face: Rgb, random: Random): Rgb {
  const small = Math.max(DETAIL.smallest, Math.round(face.side * random.uniform(...DETAIL.small)));
  const shrunk = random.chance(0.5) ? resized(face, small) : sampleCubic(face, scaling(face.side, small));
  switch (random.choice(['nearest', 'linear', 'cubic'] as const)) {
    case 'nearest':
      return nearest(shrunk, face.side);
    case 'linear':
      return resized(shrunk, face.side);
    case 'cubic':
      return sampleCubic(shrunk, scaling(small, face.side));
  }
}

/** Loses or exaggerates detail, as a generator of low resolution, a blur or a sharpening does. */
export function resample(face: Rgb, random: Random): Rgb {
  switch (random.choice(['rescale', 'blur', 'sharpen'] as const, Object.values(DETAIL_SHARES))) {
    case 'rescale':
      return rescale(face, random);
    case 'blur':
      return blur(face, (random.uniform(...DETAIL.blur) * face.side) / REFERENCE_SIDE);
    case 'sharpen':
      return sharpen(face, random.uniform(...DETAIL.sharpen), random.uniform(...DETAIL.gain));
  }
}
