import { brightness } from './brightness.ts';
import { INPUT_SIZE } from './crop.ts';

/** A median of deviations to the standard deviation of a normal distribution (Hampel 1974). */
const FROM_MEDIAN = 1 / 0.6745;
/** Standard deviation of what the mask makes of white noise of standard deviation 1: the root of the sum of its squares. */
const MASK_GAIN = 6;

/**
 * How noisy a face is: the standard deviation of the noise in its brightness, by the difference of two Laplacians, which neither
 * slopes nor edges along the axes excite (Immerkær 1996). The median instead of the mean of its deviations leaves out the few
 * pixels where there is real detail.
 * @param face RGB, `[INPUT_SIZE, INPUT_SIZE, 3]`, 0…255.
 * @returns 0…; steps of brightness. About 0.3 for clean video, 2 for visible grain.
 */
export function noise(face: Uint8Array): number {
  const grey = brightness(face);
  const side = INPUT_SIZE - 2;
  const deviations = new Float32Array(side * side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) deviations[y * side + x] = Math.abs(difference(grey, x, y));
  }
  deviations.sort();
  const half = deviations.length / 2;
  return (((deviations[half - 1] ?? 0) + (deviations[half] ?? 0)) / 2) * (FROM_MEDIAN / MASK_GAIN);
}

/** The mask (1 −2 1, −2 4 −2, 1 −2 1) with its upper left corner at a pixel. */
function difference(grey: Float32Array, x: number, y: number): number {
  const at = y * INPUT_SIZE + x;
  const across = (row: number): number => (grey[row] ?? 0) - 2 * (grey[row + 1] ?? 0) + (grey[row + 2] ?? 0);
  return across(at) - 2 * across(at + INPUT_SIZE) + across(at + 2 * INPUT_SIZE);
}
