import { resizeBilinear, type PixelBox, type Raster } from './resize.ts';

/**
 * The crop rule, shared word for word with training/crop.py: a square around the detected box, {@link CROP_SCALE} times
 * its longer side, edge-replicated beyond the frame, resized to {@link INPUT_SIZE} with a fractional box.
 */
export const INPUT_SIZE = 128;
const CROP_SCALE = 1;

/** What is asked of whoever holds the frame, as a multiple of the box's longer side: the crop and what its filter reads around it. */
const REGION_SCALE = 1.25;
/** For small faces the filter reaches further than the scale gives, by up to this many pixels. */
const REGION_MARGIN = 2;
/** How far beyond the crop its edges are replicated, in pixels; a shrink by up to this factor reads no further. */
const FILTER_MARGIN = 4;

/** In pixels of a frame; fractions allowed, may reach outside it. */
export interface FaceBox {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Whole pixels inside the frame. */
export interface Region {
  x: number;
  y: number;
  width: number;
  height: number;
}

function squareAround(face: FaceBox, scale: number): PixelBox {
  const half = (scale * Math.max(face.width, face.height)) / 2;
  const centreX = face.x + face.width / 2;
  const centreY = face.y + face.height / 2;
  return { left: centreX - half, top: centreY - half, right: centreX + half, bottom: centreY + half };
}

/** The square that {@link cutFace} shows, in the same pixels as the box. */
function cropSquare(face: FaceBox): PixelBox {
  return squareAround(face, CROP_SCALE);
}

/** Points of the frame in the square that {@link cutFace} shows, in pixels of a crop of this size; 1 gives shares of its side. */
export function pointsInCrop(
  face: FaceBox,
  points: readonly { x: number; y: number }[],
  size: number,
): { x: number; y: number }[] {
  const { left, top, right } = cropSquare(face);
  const side = right - left;
  return points.map(({ x, y }) => ({ x: ((x - left) / side) * size, y: ((y - top) / side) * size }));
}

/**
 * The box by which {@link cutFace} cuts a picture that is a face crop already: its square has the picture's longer side
 * and middle (`whole_crop` of training/crop.py).
 */
export function boxOfWhole(width: number, height: number): FaceBox {
  const side = Math.max(width, height) / CROP_SCALE;
  return { x: (width - side) / 2, y: (height - side) / 2, width: side, height: side };
}

/**
 * The part of the frame needed to judge a face.
 * @returns null if no part of the face's square lies inside the frame.
 */
export function regionFor(face: FaceBox, frameWidth: number, frameHeight: number): Region | null {
  const square = squareAround(face, REGION_SCALE);
  const x = Math.max(0, Math.floor(square.left) - REGION_MARGIN);
  const y = Math.max(0, Math.floor(square.top) - REGION_MARGIN);
  const right = Math.min(frameWidth, Math.ceil(square.right) + REGION_MARGIN);
  const bottom = Math.min(frameHeight, Math.ceil(square.bottom) + REGION_MARGIN);
  return right - x < 1 || bottom - y < 1 ? null : { x, y, width: right - x, height: bottom - y };
}

function replicateEdges(source: Raster, margin: number): Raster {
  const width = source.width + 2 * margin;
  const height = source.height + 2 * margin;
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const fromY = Math.min(source.height - 1, Math.max(0, y - margin));
    for (let x = 0; x < width; x++) {
      const fromX = Math.min(source.width - 1, Math.max(0, x - margin));
      const from = (fromY * source.width + fromX) * source.channels;
      const to = (y * width + x) * 3;
      data[to] = source.data[from] ?? 0;
      data[to + 1] = source.data[from + 1] ?? 0;
      data[to + 2] = source.data[from + 2] ?? 0;
    }
  }
  return { width, height, channels: 3, data };
}

/**
 * Cuts the network's input out of the region that {@link regionFor} asked for.
 * @param pixels the region's pixels, `region.width` × `region.height`.
 * @param region where they lie in the frame.
 * @param face the detected box, in the same frame's pixels.
 * @param size side of the result; the network's input if none is given.
 * @returns RGB, `[size, size, 3]`, 0…255.
 * @throws RangeError if the pixels are not of the region's size.
 */
export function cutFace(pixels: Raster, region: Region, face: FaceBox, size = INPUT_SIZE): Uint8Array {
  if (pixels.width !== region.width || pixels.height !== region.height) {
    throw new RangeError(
      `The crop is ${pixels.width}×${pixels.height} px; ${region.width}×${region.height} px were asked for`,
    );
  }
  const square = cropSquare(face);
  const left = square.left - region.x;
  const top = square.top - region.y;
  const right = square.right - region.x;
  const bottom = square.bottom - region.y;
  const beyond = Math.max(0, -left, -top, right - pixels.width, bottom - pixels.height);
  if (beyond <= 1e-6) {
    const inside = {
      left: Math.max(0, left),
      top: Math.max(0, top),
      right: Math.min(pixels.width, right),
      bottom: Math.min(pixels.height, bottom),
    };
    return resizeBilinear(pixels, inside, size);
  }
  const margin = Math.ceil(beyond) + FILTER_MARGIN;
  const padded = replicateEdges(pixels, margin);
  const box = { left: left + margin, top: top + margin, right: right + margin, bottom: bottom + margin };
  return resizeBilinear(padded, box, size);
}
