import * as tf from '@tensorflow/tfjs-core';
import { ModelFilesError } from './model-files-error.ts';

const BYTES = { uint8: 1, float16: 2, float32: 4 } as const;

/** What a manifest says of one weight. */
interface ListedWeight extends tf.io.WeightsManifestEntry {
  dtype: 'float32';
  quantization?: { dtype: 'uint8' | 'float16'; scale?: number; min?: number } | undefined;
}

/**
 * The tensors of `weights.bin`, by name, which the caller disposes of.
 * @param listed in the order of their bytes. @param manifest names the file that lists them, for the error.
 * @throws ModelFilesError if there are more bytes than are listed, or fewer.
 */
export function decodedWeights(
  bytes: ArrayBuffer,
  listed: readonly ListedWeight[],
  manifest: string,
): tf.NamedTensorMap {
  const needed = listed.reduce(
    (sum, { shape, quantization }) =>
      sum + shape.reduce((a, b) => a * b, 1) * BYTES[quantization?.dtype ?? 'float32'],
    0,
  );
  if (bytes.byteLength !== needed)
    throw new ModelFilesError(
      `weights.bin has ${bytes.byteLength} bytes; ${manifest} lists weights of ${needed}`,
    );
  return tf.io.decodeWeights(bytes, [...listed]);
}
