import type { FaceBox, Region } from '../detector/crop.ts';
import { sideOf } from './face-choice.ts';

/**
 * Parts of a frame in which small faces are looked for. BlazeFace sees any picture at 192×192 px, so a face must be a
 * twentieth of it. Measured on 22 faces in 640×360 px (six photographs, shrunk): at 22 px a side 9 are found in the whole
 * frame and 18 in these tiles (at confidence 0.65), at 35 px 16 and 22. All six tiles take six times as long as the frame.
 */
const ALONG = [0, 1 / 4, 1 / 2];
const ALONG_SIZE = 1 / 2;
const ACROSS = [0, 1 / 3];
const ACROSS_SIZE = 2 / 3;

/** Six overlapping tiles, three along the longer side and two across, in whole pixels. */
export function tilesOf(width: number, height: number): Region[] {
  const wide = width >= height;
  const [columns, columnSize] = wide ? [ALONG, ALONG_SIZE] : [ACROSS, ACROSS_SIZE];
  const [rows, rowSize] = wide ? [ACROSS, ACROSS_SIZE] : [ALONG, ALONG_SIZE];
  return columns.flatMap((column) =>
    rows.map((row) => ({
      x: Math.floor(column * width),
      y: Math.floor(row * height),
      width: Math.max(1, Math.floor(columnSize * width)),
      height: Math.max(1, Math.floor(rowSize * height)),
    })),
  );
}

/** Two boxes are one face if their centres are closer than this many sides of the larger. First choice. */
const SAME_FACE = 0.6;

/** One box a face where tiles overlap: the larger, since the smaller may have been cut by a tile's edge. */
export function mergeFaces<F extends FaceBox>(boxes: readonly F[]): F[] {
  const kept: F[] = [];
  for (const box of [...boxes].sort((a, b) => sideOf(b) - sideOf(a))) {
    if (!kept.some((other) => isSameFace(other, box))) kept.push(box);
  }
  return kept;
}

/** Whether two boxes, found by different looks at one frame, are of one face. */
export function isSameFace(a: FaceBox, b: FaceBox): boolean {
  return centreDistance(a, b) < SAME_FACE * Math.max(sideOf(a), sideOf(b));
}

function centreDistance(a: FaceBox, b: FaceBox): number {
  return Math.hypot(a.x + a.width / 2 - b.x - b.width / 2, a.y + a.height / 2 - b.y - b.height / 2);
}

/** The pixels of a tile. */
export function cutTile(frame: ImageData, tile: Region): ImageData {
  const data = new Uint8ClampedArray(tile.width * tile.height * 4);
  for (let y = 0; y < tile.height; y++) {
    const from = ((tile.y + y) * frame.width + tile.x) * 4;
    data.set(frame.data.subarray(from, from + tile.width * 4), y * tile.width * 4);
  }
  return new ImageData(data, tile.width, tile.height);
}
