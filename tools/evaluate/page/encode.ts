import type { Raster } from '../../../src/detector/resize.ts';
import { toBase64 } from '../../../src/messages/pixels.ts';

export function imageOf({ width, height, channels, data }: Raster): ImageData {
  if (channels === 4) return new ImageData(new Uint8ClampedArray(data), width, height);
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) rgba[i * 4 + c] = data[i * 3 + c] ?? 0;
  }
  return new ImageData(rgba, width, height);
}

/** @param quality of a JPEG, 0…1. */
export async function encoded(
  picture: Raster,
  type: 'image/jpeg' | 'image/png',
  quality?: number,
): Promise<Blob> {
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const context = canvas.getContext('2d', { colorSpace: 'srgb' });
  if (!context) throw new Error('This browser gives no 2d canvas');
  context.putImageData(imageOf(picture), 0, 0);
  const blob = await canvas.convertToBlob({ type, quality });
  // A browser that lacks an encoder would answer with PNG.
  if (blob.type !== type) throw new Error(`This browser encodes no ${type}`);
  return blob;
}

/** A file's bytes as text. */
export async function base64Of(blob: Blob): Promise<string> {
  return toBase64(new Uint8Array(await blob.arrayBuffer()));
}
