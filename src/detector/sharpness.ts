import { brightness } from './brightness.ts';
import { INPUT_SIZE } from './crop.ts';

/** Variance of brightness (0…255, squared) below which a crop shows nothing: a fade to black, an empty frame. */
const FLAT = 1;

/**
 * How sharp a face is: the variance of the Laplacian of its brightness (Pech-Pacheco et al. 2000) over the variance of the
 * brightness itself, so that neither light nor contrast counts.
 * @param face RGB, `[INPUT_SIZE, INPUT_SIZE, 3]`, 0…255.
 * @returns 0…64; about 20 for noise, below 0.1 for soft or enlarged faces, 0 for a crop without any contrast.
 */
export function sharpness(face: Uint8Array): number {
  const grey = brightness(face);
  const contrast = variance(grey);
  return contrast < FLAT ? 0 : variance(laplacian(grey)) / contrast;
}

/** Four neighbours less four times the middle, without the outermost pixels: `[126 · 126]`. */
function laplacian(grey: Float32Array): Float32Array {
  const side = INPUT_SIZE - 2;
  const result = new Float32Array(side * side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const at = (y + 1) * INPUT_SIZE + x + 1;
      const across = (grey[at - 1] ?? 0) + (grey[at + 1] ?? 0);
      const down = (grey[at - INPUT_SIZE] ?? 0) + (grey[at + INPUT_SIZE] ?? 0);
      result[y * side + x] = across + down - 4 * (grey[at] ?? 0);
    }
  }
  return result;
}

function variance(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return squares / values.length;
}
