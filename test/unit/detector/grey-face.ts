import { INPUT_SIZE } from '../../../src/detector/crop.ts';

/** A grey picture, brightness 0…255 by place. */
export function grey(at: (x: number, y: number) => number): Uint8Array {
  const face = new Uint8Array(INPUT_SIZE * INPUT_SIZE * 3);
  for (let y = 0; y < INPUT_SIZE; y++) {
    for (let x = 0; x < INPUT_SIZE; x++)
      face.fill(Math.round(at(x, y)), (y * INPUT_SIZE + x) * 3, (y * INPUT_SIZE + x) * 3 + 3);
  }
  return face;
}

export const waves = (period: number, swing: number, light = 128): Uint8Array =>
  grey((x, y) => light + swing * Math.sin((2 * Math.PI * x) / period) * Math.sin((2 * Math.PI * y) / period));
