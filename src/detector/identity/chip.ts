import { cutFace, type FaceBox, type Region } from '../crop.ts';
import { CROP_SCALE } from '../network-shape.ts';
import { poseOf } from '../pose.ts';
import type { Raster } from '../resize.ts';

/** Cuts what the descriptor network looks at: faces upright, with eyes and mouth in about the same places. */

/** Width and height of its input, in px. */
export const CHIP_SIDE = 150;

/** From the eyes to the mouth, as a share of the chip's side, and how far down the mean of eyes and mouth lies: as faces were cut in its training. */
const EYES_TO_MOUTH = 0.45;
const MIDDLE_DOWN = 0.43;

interface Point {
  x: number;
  y: number;
}

/** The square that is cut out, before it is turned by `turned` degrees around its middle. */
interface ChipSquare {
  box: FaceBox;
  turned: number;
}

/** @param points of BlazeFace, in pixels of the frame. @returns null without them. */
export function chipSquare(points: readonly Point[]): ChipSquare | null {
  const [rightEye, leftEye, , mouth] = points;
  if (!rightEye || !leftEye || !mouth) return null;
  const apart = (eye: Point): number => Math.hypot(mouth.x - eye.x, mouth.y - eye.y);
  const side = (apart(rightEye) + apart(leftEye)) / 2 / EYES_TO_MOUTH;
  if (!(side > 0)) return null;
  const { roll } = poseOf(points);
  const angle = (roll * Math.PI) / 180;
  const down = (0.5 - MIDDLE_DOWN) * side;
  const x = (rightEye.x + leftEye.x + mouth.x) / 3 - down * Math.sin(angle);
  const y = (rightEye.y + leftEye.y + mouth.y) / 3 + down * Math.cos(angle);
  const width = side / CROP_SCALE;
  return { box: { x: x - width / 2, y: y - width / 2, width, height: width }, turned: roll };
}

/**
 * @param pixels of the region. @param region where they lie in the frame. @param points of BlazeFace, in the same frame's pixels.
 * @returns RGB, `[CHIP_SIDE, CHIP_SIDE, 3]`, 0…255; null without points.
 */
export function chipOf(pixels: Raster, region: Region, points: readonly Point[]): Uint8Array | null {
  const square = chipSquare(points);
  return square && cutFace(pixels, region, square.box, CHIP_SIDE, square.turned);
}
