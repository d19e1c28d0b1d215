import type { Rgb } from './picture.ts';
import { imageOf } from '../../../src/offscreen/image-of.ts';

/**
 * A picture after JPEG.
 * @param quality 0…1. @returns RGB of the same side, 0…255.
 * @throws Error if the browser cannot draw or encode.
 */
export async function recode({ data, side }: Rgb, quality: number): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('The browser has no 2-D canvas');
  context.putImageData(imageOf({ width: side, height: side, channels: 3, data }), 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: 'none' });
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const decoded = context.getImageData(0, 0, side, side).data;
  return Uint8Array.from(
    { length: side * side * 3 },
    (_, i) => decoded[Math.floor(i / 3) * 4 + (i % 3)] ?? 0,
  );
}
