/**
 * Brightness by ITU-R BT.601.
 * @param face RGB, `[side, side, 3]`, 0…255.
 * @returns `[side · side]`, 0…255.
 */
export function brightness(face: Uint8Array): Float32Array {
  const grey = new Float32Array(face.length / 3);
  for (let i = 0; i < grey.length; i++) {
    const at = i * 3;
    grey[i] = 0.299 * (face[at] ?? 0) + 0.587 * (face[at + 1] ?? 0) + 0.114 * (face[at + 2] ?? 0);
  }
  return grey;
}
