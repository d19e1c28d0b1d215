import { TUNABLES } from './tunables.ts';
import type { Box } from './types.ts';

/** Whether a face is shown by two frames in the very same picture: a still, coded as a video, is no more evidence than the still. */

const SIDE = 32;

/** Mean brightness of 32×32 cells of a frame, 0…255, row by row: whatever is done by coding again averages out in a cell. */
export type FramePrint = Uint8Array;

/** @param frame RGBA, `[height, width, 4]`. */
export function framePrint({
  width,
  height,
  data,
}: {
  width: number;
  height: number;
  data: ArrayLike<number>;
}): FramePrint {
  const sums = new Float64Array(SIDE * SIDE);
  const counts = new Uint32Array(SIDE * SIDE);
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * SIDE) / height) * SIDE;
    for (let x = 0; x < width; x++) {
      const cell = row + Math.floor((x * SIDE) / width);
      const at = (y * width + x) * 4;
      sums[cell] =
        (sums[cell] ?? 0) +
        0.299 * (data[at] ?? 0) +
        0.587 * (data[at + 1] ?? 0) +
        0.114 * (data[at + 2] ?? 0);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  return Uint8Array.from(sums, (sum, cell) => Math.round(sum / Math.max(1, counts[cell] ?? 0)));
}

/**
 * Whether no cell that the face touches differs by more than coding does. What changes elsewhere, such as a caption, does not
 * make the face another one.
 * @param face in fractions of the frame.
 */
export function isSamePicture(a: FramePrint, b: FramePrint, face: Box): boolean {
  const [left, right] = cells(face.x, face.width);
  const [top, bottom] = cells(face.y, face.height);
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const cell = row * SIDE + column;
      if (Math.abs((a[cell] ?? 0) - (b[cell] ?? 0)) > TUNABLES.sameWithin) return false;
    }
  }
  return true;
}

function cells(start: number, length: number): [number, number] {
  const from = Math.min(SIDE - 1, Math.max(0, Math.floor(start * SIDE)));
  return [from, Math.max(from + 1, Math.min(SIDE, Math.ceil((start + length) * SIDE)))];
}
