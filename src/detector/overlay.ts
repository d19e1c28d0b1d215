import { cutSquare, isWhole, squareInside, type FaceBox, type Region } from './crop.ts';
import { graphic } from './graphics.ts';
import { lettering, SIDE } from './lettering.ts';
import type { Raster } from './resize.ts';

/** What was drawn into the picture over a face. */
export interface Overlay {
  /** See {@link lettering}. */
  lettering: number;
  /** See {@link graphic}. */
  graphic: number;
}

/**
 * @param pixels of the region that the face asks for (`regionFor`).
 * @param input of the network, `cutFace` of the same, which shows the same square where it is not turned and lies in the frame; null without one.
 */
export function overlayOf(
  pixels: Raster,
  region: Region,
  face: FaceBox,
  input: { pixels: Uint8Array; turned: number } | null = null,
): Overlay {
  const shows = input?.turned === 0 && input.pixels.length === SIDE * SIDE * 3 && isWhole(face, region);
  const square = shows ? input.pixels : cutSquare(pixels, squareInside(face, region), SIDE);
  return { lettering: lettering(square), graphic: graphic(square, SIDE) };
}
