import { INPUT_SIZE } from '../detector/crop.ts';
import { toBase64 } from '../messages/pixels.ts';

const SIDE = 64;

/**
 * A picture of a face for people to recognise it by.
 * @param face RGB, `[128, 128, 3]`.
 * @returns `data:image/webp`, 64×64 px, about 1 kB.
 */
export async function thumbnail(face: Uint8Array): Promise<string> {
  const rgba = new Uint8ClampedArray(INPUT_SIZE * INPUT_SIZE * 4).fill(255);
  for (let i = 0; i < INPUT_SIZE * INPUT_SIZE; i++) rgba.set(face.subarray(i * 3, i * 3 + 3), i * 4);
  const full = new OffscreenCanvas(INPUT_SIZE, INPUT_SIZE);
  full.getContext('2d')?.putImageData(new ImageData(rgba, INPUT_SIZE), 0, 0);
  const small = new OffscreenCanvas(SIDE, SIDE);
  small.getContext('2d')?.drawImage(full, 0, 0, SIDE, SIDE);
  const blob = await small.convertToBlob({ type: 'image/webp', quality: 0.8 });
  return `data:${blob.type};base64,${toBase64(new Uint8Array(await blob.arrayBuffer()))}`;
}
