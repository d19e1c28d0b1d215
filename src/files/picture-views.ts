import { sizeWithin, type PixelRect } from '../frames/retained-frame.ts';
import { MAX_PIXELS } from '../messages/pixels.ts';

/** A part of a picture that is looked at by itself. */
export interface PictureView {
  /** In pixels of the picture. */
  part: PixelRect;
  /** Size to which the part is brought; its own but for pictures that are too large as a whole. */
  width: number;
  height: number;
}

/** Longer side in px of a part: with all that surrounds it a face of any size still fits into one message. */
const PART_SIDE = 3072;
/** Parts overlap by so many px, or by their whole width where they are narrower, so that a face lies whole in one of them. */
const OVERLAP = 600;
/** In a picture this many times as long as wide faces are too small to be found in the whole. */
const LONG = 2.5;
const VERY_LONG = 4;
/** A side is divided from this many parts on. */
const DIVIDED_FROM = 1.25;

/** Where the parts of a side begin, and how long they are. */
function divided(side: number, part: number, overlap: number): { from: number; length: number }[] {
  if (side <= part * DIVIDED_FROM) return [{ from: 0, length: side }];
  const count = Math.ceil((side - overlap) / (part - overlap));
  return Array.from({ length: count }, (_, i) => ({
    from: Math.round((i * (side - part)) / (count - 1)),
    length: part,
  }));
}

/**
 * How a still picture is looked at: as a whole, and where that is too large or too long, part by part at its own resolution.
 * Photographs of 108 megapixels and screenshots of whole pages are such.
 */
export function viewsOf(width: number, height: number): PictureView[] {
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  const tooLarge = width * height > MAX_PIXELS;
  const whole = {
    part: { x: 0, y: 0, width, height },
    ...sizeWithin(width, height, { pixels: MAX_PIXELS, side: long }),
  };
  if (!tooLarge && long <= LONG * short) return [whole];
  const side = Math.min(PART_SIDE, Math.max(1, 2 * short));
  const overlap = Math.min(OVERLAP, Math.floor(side / 2));
  const parts = divided(height, side, overlap).flatMap((row) =>
    divided(width, side, overlap).map((column) => ({
      part: { x: column.from, y: row.from, width: column.length, height: row.length },
      width: column.length,
      height: row.length,
    })),
  );
  return long > VERY_LONG * short ? parts : [whole, ...parts];
}
