/** A square picture of a face, row by row: RGB `[side, side, 3]`, 0…255. */
export interface Rgb {
  data: Uint8Array;
  side: number;
}

/** In pixels of a picture, whose first pixel's middle is at 0.5; may lie outside it. */
export interface Point {
  x: number;
  y: number;
}

/** Below this the masks are of the width of their edges. */
const SMALLEST_SIDE = 32;

/** @throws RangeError unless it is a square of RGB that is large enough to blend. */
export function checkPicture({ data, side }: Rgb): void {
  if (!Number.isInteger(side) || side < SMALLEST_SIDE) {
    throw new RangeError(
      `A face of ${side} px a side cannot be blended; at least ${SMALLEST_SIDE} px are needed`,
    );
  }
  if (data.length !== side * side * 3) {
    throw new RangeError(
      `A face of ${side}×${side} px has ${side * side * 3} bytes of RGB, but ${data.length} were given`,
    );
  }
}

/** Rounded to a byte, 0…255. */
export function toByte(value: number): number {
  return value <= 0 ? 0 : value >= 255 ? 255 : (value + 0.5) | 0;
}
