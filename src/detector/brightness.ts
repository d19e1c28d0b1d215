import { INPUT_SIZE } from './crop.ts';

/**
 * Brightness by ITU-R BT.601.
 * @param face RGB, `[128, 128, 3]`, 0…255.
 * @returns `[128 · 128]`, 0…255.
 */
export function brightness(face: Uint8Array): Float32Array {
  const grey = new Float32Array(INPUT_SIZE * INPUT_SIZE);
  for (let i = 0; i < grey.length; i++) {
    const at = i * 3;
    grey[i] = 0.299 * (face[at] ?? 0) + 0.587 * (face[at + 1] ?? 0) + 0.114 * (face[at + 2] ?? 0);
  }
  return grey;
}
