import { CROP_SCALE, INPUT_SIZE } from './network-shape.ts';
import { resizeBilinear, type PixelBox, type Raster } from './resize.ts';

/**
 * The crop rule, shared word for word with training/signal/crop.py: a square around the detected box, {@link CROP_SCALE} times
 * its longer side, edge-replicated beyond the frame, resized to {@link INPUT_SIZE} with a fractional box.
 */
export { INPUT_SIZE };

/** What is asked of whoever holds the frame, as a multiple of the box's longer side: the crop and what its filter reads around it. */
const REGION_SCALE = 1.25 * CROP_SCALE;
/**
 * Faces that lean further than this, in degrees, are turned upright; others are cut as they are. The network is trained on upright faces that lean
 * by up to so much, and a cut along the pixels loses nothing.
 */
const ALIGN_FROM = 10;

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

/** The largest square of the face that lies in the frame, in pixels of the region: what is replicated beyond its edge has no detail of its own. */
export function squareInside(face: FaceBox, region: Region): PixelBox {
  const side = Math.max(face.width, face.height);
  const [x, width] = overlap(face.x + face.width / 2, side, region.x, region.width);
  const [y, height] = overlap(face.y + face.height / 2, side, region.y, region.height);
  const inside = Math.min(width, height);
  const left = x + (width - inside) / 2 - region.x;
  const top = y + (height - inside) / 2 - region.y;
  return { left, top, right: left + inside, bottom: top + inside };
}

/** Whether {@link cutFace} shows the very square of {@link squareInside}: nothing of it is replicated. */
export function isWhole(face: FaceBox, region: Region): boolean {
  const crop = cropSquare(face);
  const inside = squareInside(face, region);
  const differs = Math.max(
    Math.abs(crop.left - region.x - inside.left),
    Math.abs(crop.right - region.x - inside.right),
  );
  return differs < 1e-6;
}

function overlap(middle: number, side: number, from: number, length: number): [number, number] {
  const start = Math.max(from, middle - side / 2);
  return [start, Math.max(1, Math.min(from + length, middle + side / 2) - start)];
}

/** By how many degrees, clockwise, the square of a face is turned that leans by `roll`. */
export function alignment(roll: number): number {
  return Math.abs(roll) > ALIGN_FROM ? roll : 0;
}

function turn(degrees: number): { cos: number; sin: number } {
  const radians = (degrees * Math.PI) / 180;
  return { cos: Math.cos(radians), sin: Math.sin(radians) };
}

/**
 * Points of the frame in the square that {@link cutFace} shows, in pixels of a crop of this size; 1 gives shares of its side.
 * @param turned degrees by which the square is turned, see {@link alignment}.
 */
export function pointsInCrop(
  face: FaceBox,
  points: readonly { x: number; y: number }[],
  size: number,
  turned = 0,
): { x: number; y: number }[] {
  const { left, top, right, bottom } = cropSquare(face);
  const side = right - left;
  const { cos, sin } = turn(turned);
  return points.map((point) => {
    const x = point.x - (left + right) / 2;
    const y = point.y - (top + bottom) / 2;
    return { x: ((x * cos + y * sin) / side + 0.5) * size, y: ((y * cos - x * sin) / side + 0.5) * size };
  });
}

/**
 * The box by which {@link cutFace} cuts a picture that is a face crop already: its square has the picture's longer side
 * and middle (`whole_crop` of training/signal/crop.py).
 */
export function boxOfWhole(width: number, height: number): FaceBox {
  const side = Math.max(width, height) / CROP_SCALE;
  return { x: (width - side) / 2, y: (height - side) / 2, width: side, height: side };
}

/**
 * The part of the frame needed to judge a face.
 * @param turned degrees by which its square is turned, see {@link alignment}.
 * @returns null if no part of the face's square lies inside the frame.
 */
export function regionFor(face: FaceBox, frameWidth: number, frameHeight: number, turned = 0): Region | null {
  const { cos, sin } = turn(turned);
  const square = squareAround(face, REGION_SCALE * (Math.abs(cos) + Math.abs(sin)));
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
 * @param turned degrees by which the square is turned, see {@link alignment}.
 * @returns RGB, `[size, size, 3]`, 0…255.
 * @throws RangeError if the pixels are not of the region's size.
 */
export function cutFace(
  pixels: Raster,
  region: Region,
  face: FaceBox,
  size = INPUT_SIZE,
  turned = 0,
): Uint8Array {
  if (pixels.width !== region.width || pixels.height !== region.height) {
    throw new RangeError(
      `The crop is ${pixels.width}×${pixels.height} px; ${region.width}×${region.height} px were asked for`,
    );
  }
  const square = cropSquare(face);
  if (turned !== 0) {
    const upright = turnedSquare(pixels, region, square, turned);
    const { width, height } = upright;
    return resizeBilinear(upright, { left: 0, top: 0, right: width, bottom: height }, size);
  }
  const { left, top, right, bottom } = square;
  const { x, y } = region;
  return cutSquare(pixels, { left: left - x, top: top - y, right: right - x, bottom: bottom - y }, size);
}

/**
 * Cuts a square out, as {@link cutFace} does, by the square itself.
 * @param square in the pixels' own coordinates; fractions allowed, may reach outside.
 * @returns RGB, `[size, size, 3]`, 0…255.
 */
export function cutSquare(pixels: Raster, { left, top, right, bottom }: PixelBox, size: number): Uint8Array {
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

/** Values of the cubic convolution of Keys (1981, a = -1/2) for the four pixels around a place that lies `t` beyond the second. */
function cubicWeights(t: number): [number, number, number, number] {
  return [
    ((2 - t) * t - 1) * t * 0.5,
    ((3 * t - 5) * t * t + 2) * 0.5,
    ((4 - 3 * t) * t + 1) * t * 0.5,
    (t - 1) * t * t * 0.5,
  ];
}

/**
 * A turned square of the frame, upright and as dense as the frame, so that the shrink that follows has all the pixels to average over.
 * Edges are replicated.
 */
function turnedSquare(pixels: Raster, region: Region, square: PixelBox, degrees: number): Raster {
  const side = square.right - square.left;
  const size = Math.max(1, Math.ceil(side));
  const { cos, sin } = turn(degrees);
  const centreX = (square.left + square.right) / 2 - region.x - 0.5;
  const centreY = (square.top + square.bottom) / 2 - region.y - 0.5;
  const data = new Uint8ClampedArray(size * size * 3);
  for (let v = 0; v < size; v++) {
    for (let u = 0; u < size; u++) {
      const across = ((u + 0.5) / size - 0.5) * side;
      const down = ((v + 0.5) / size - 0.5) * side;
      const x = centreX + across * cos - down * sin;
      const y = centreY + across * sin + down * cos;
      sample(pixels, x, y, data, (v * size + u) * 3);
    }
  }
  return { width: size, height: size, channels: 3, data };
}

/** One pixel between others, by {@link cubicWeights}; written to `data` from `to` on, where it is rounded. */
function sample(
  { width, height, channels, data: from }: Raster,
  x: number,
  y: number,
  data: Uint8ClampedArray,
  to: number,
): void {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const across = cubicWeights(x - column);
  const down = cubicWeights(y - row);
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let j = 0; j < 4; j++) {
    const line = Math.max(0, Math.min(height - 1, row + j - 1)) * width;
    for (let i = 0; i < 4; i++) {
      const at = (line + Math.max(0, Math.min(width - 1, column + i - 1))) * channels;
      const weight = (across[i] ?? 0) * (down[j] ?? 0);
      red += weight * (from[at] ?? 0);
      green += weight * (from[at + 1] ?? 0);
      blue += weight * (from[at + 2] ?? 0);
    }
  }
  data[to] = red;
  data[to + 1] = green;
  data[to + 2] = blue;
}
