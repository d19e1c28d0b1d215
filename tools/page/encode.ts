import type { Raster } from '../../src/detector/resize.ts';
import { toBase64 } from '../../src/messages/pixels.ts';
import { imageOf } from '../../src/offscreen/image-of.ts';

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
