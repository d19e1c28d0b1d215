import type { Raster } from '../detector/resize.ts';

/** A picture as a canvas takes it. @param picture RGBA, or RGB, which becomes opaque. */
export function imageOf({ width, height, channels, data }: Raster): ImageData {
  if (channels === 4) return new ImageData(new Uint8ClampedArray(data), width, height);
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) rgba[i * 4 + c] = data[i * 3 + c] ?? 0;
  }
  return new ImageData(rgba, width, height);
}
