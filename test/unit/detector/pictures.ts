import type { Raster } from '../../../src/detector/resize.ts';

/** The pattern from which the Pillow fixtures were made: no two neighbours alike, every channel different. */
export function pattern(width: number, height: number): Raster & { channels: 3 } {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      data[at] = (x * 7 + y * 13 + x * y * 3) % 256;
      data[at + 1] = (x * 11 + y * 5 + ((x * x) % 17) * 9) % 256;
      data[at + 2] = (x * y + x * 29 + y * 31) % 256;
    }
  }
  return { width, height, channels: 3, data };
}

/** The part of a picture that lies in a region, as RGBA, which is how crops arrive. */
export function cutRegion(
  source: Raster,
  region: { x: number; y: number; width: number; height: number },
): Raster {
  const data = new Uint8ClampedArray(region.width * region.height * 4).fill(255);
  for (let y = 0; y < region.height; y++) {
    for (let x = 0; x < region.width; x++) {
      const from = ((y + region.y) * source.width + x + region.x) * source.channels;
      for (let c = 0; c < 3; c++) data[(y * region.width + x) * 4 + c] = source.data[from + c] ?? 0;
    }
  }
  return { width: region.width, height: region.height, channels: 4, data };
}
