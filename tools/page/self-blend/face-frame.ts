import type { Point } from './picture.ts';

/**
 * Coordinates that follow a face: `across` is 0 on its middle line, -1 at the edge of the face on the picture's left, 1 on
 * its right; `down` is 0 at the eyes and 1 at the mouth. The map to pixels is affine on each side of the middle line.
 */
export type FaceFrame = (across: number, down: number) => Point;

/** BlazeFace's points of a tight crop of a face that looks ahead, in shares of its side: eyes, nose tip, mouth, ears. */
const TEMPLATE: readonly Point[] = [
  { x: 0.3, y: 0.34 },
  { x: 0.7, y: 0.34 },
  { x: 0.5, y: 0.56 },
  { x: 0.5, y: 0.72 },
  { x: 0.07, y: 0.42 },
  { x: 0.93, y: 0.42 },
];

/**
 * From the middle line to the edge of a face, in halves of the distance of the eyes: what is assumed without the ears, and
 * the limits of what they may say. A face that is turned away has one edge near its eye and the other far from it.
 */
const EDGE = { assumed: 2.15, nearest: 1.2, farthest: 6 };
/** The triangle of eyes and mouth, in shares of the picture, below which the points make no face; a frontal face has 0.08. */
const SMALLEST_TRIANGLE = 0.012;

function inside({ x, y }: Point, side: number): boolean {
  return x >= 0 && y >= 0 && x <= side && y <= side;
}

function frameOf(points: readonly Point[], side: number): FaceFrame | null {
  const [one, other, , mouth, ...ears] = points;
  if (!one || !other || !mouth || !points.every(({ x, y }) => Number.isFinite(x + y))) return null;
  // A mirrored or upside-down picture has its right eye on the right.
  const [left, right] = one.x <= other.x ? [one, other] : [other, one];
  const middle = { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 };
  const eye = { x: (right.x - left.x) / 2, y: (right.y - left.y) / 2 };
  const down = { x: mouth.x - middle.x, y: mouth.y - middle.y };
  const area = eye.x * down.y - eye.y * down.x;
  if (Math.abs(area) < SMALLEST_TRIANGLE * side * side) return null;
  if (!inside(middle, side) || !inside(mouth, side)) return null;

  const acrossOf = ({ x, y }: Point) => ((x - middle.x) * down.y - (y - middle.y) * down.x) / area;
  const edges = ears.length < 2 ? [-EDGE.assumed, EDGE.assumed] : ears.map(acrossOf);
  const within = (edge: number) => Math.min(EDGE.farthest, Math.max(EDGE.nearest, edge));
  const toLeft = within(-Math.min(...edges));
  const toRight = within(Math.max(...edges));
  return (across, along) => {
    const a = across * (across < 0 ? toLeft : toRight);
    return { x: middle.x + a * eye.x + along * down.x, y: middle.y + a * eye.y + along * down.y };
  };
}

/**
 * @param keypoints BlazeFace's six, or its first four, in pixels of the picture. Of none, and of such as make no face whose
 * middle is in the picture, a template's are used.
 */
export function faceFrame(keypoints: readonly Point[], side: number): FaceFrame {
  const template = TEMPLATE.map(({ x, y }) => ({ x: x * side, y: y * side }));
  const frame = frameOf(keypoints, side) ?? frameOf(template, side);
  if (!frame) throw new Error("The template's points make no face");
  return frame;
}
