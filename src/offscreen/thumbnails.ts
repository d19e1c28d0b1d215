import { INPUT_SIZE } from '../detector/crop.ts';
import { toBase64 } from '../messages/pixels.ts';
import { imageOf } from './image-of.ts';

const SIDE = 64;

/**
 * A picture of a face for people to recognise it by.
 * @param face RGB, `[INPUT_SIZE, INPUT_SIZE, 3]`.
 * @returns `data:image/webp`, 64×64 px, about 1 kB.
 */
export async function thumbnail(face: Uint8Array): Promise<string> {
  const full = new OffscreenCanvas(INPUT_SIZE, INPUT_SIZE);
  full
    .getContext('2d')
    ?.putImageData(imageOf({ width: INPUT_SIZE, height: INPUT_SIZE, channels: 3, data: face }), 0, 0);
  const small = new OffscreenCanvas(SIDE, SIDE);
  small.getContext('2d')?.drawImage(full, 0, 0, SIDE, SIDE);
  const blob = await small.convertToBlob({ type: 'image/webp', quality: 0.8 });
  return `data:${blob.type};base64,${toBase64(new Uint8Array(await blob.arrayBuffer()))}`;
}
