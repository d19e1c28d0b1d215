/** Puts one photographed face in place of another, as simple face swaps do: aligned, its colours matched, its edge blended. */

/** In pixels of the photograph, from the viewer's left to the right. */
interface FacePoints {
  leftEye: Point;
  rightEye: Point;
  mouth: Point;
}
type Point = readonly [x: number, y: number];

export interface Swap {
  from: FacePoints;
  onto: FacePoints;
}

/** The blended area: half its width in distances of the eyes, half its height in distances of eyes and mouth. */
const HALF_WIDTH = 1;
const HALF_HEIGHT = 1.15;
/** Of the way from the middle to the edge, over which the old face comes back. */
const FEATHER = 0.25;

/**
 * A copy of the photograph in which the face `onto` is that at `from`.
 * @throws Error if this browser gives no 2d canvas.
 */
export function swapFace(photo: ImageBitmap, { from, onto }: Swap): OffscreenCanvas {
  const result = brushOf(photo);
  result.drawImage(photo, 0, 0);
  const moved = brushOf(photo);
  moved.setTransform(mapping(from, onto));
  moved.drawImage(photo, 0, 0);

  const { x, y, side, weightAt } = areaOf(onto);
  const old = result.getImageData(x, y, side, side);
  const fresh = moved.getImageData(x, y, side, side);
  const weights = Float32Array.from({ length: side * side }, (_, pixel) =>
    weightAt(x + (pixel % side), y + Math.floor(pixel / side)),
  );
  for (let channel = 0; channel < 3; channel++) {
    const [have, want] = [spread(fresh.data, weights, channel), spread(old.data, weights, channel)];
    for (const [pixel, weight] of weights.entries()) {
      const at = 4 * pixel + channel;
      const matched = ((fresh.data[at] ?? 0) - have.mean) * (want.deviation / have.deviation) + want.mean;
      old.data[at] = weight * matched + (1 - weight) * (old.data[at] ?? 0);
    }
  }
  result.putImageData(old, x, y);
  return result.canvas;
}

function brushOf({ width, height }: ImageBitmap): OffscreenCanvasRenderingContext2D {
  const brush = new OffscreenCanvas(width, height).getContext('2d');
  if (!brush) throw new Error('This browser gives no 2d canvas');
  brush.imageSmoothingQuality = 'high';
  return brush;
}

/** The affine mapping that takes three points to three others. */
function mapping(from: FacePoints, onto: FacePoints): DOMMatrix {
  const basis = ({ leftEye: [x, y], rightEye, mouth }: FacePoints): DOMMatrix =>
    new DOMMatrix([rightEye[0] - x, rightEye[1] - y, mouth[0] - x, mouth[1] - y, x, y]);
  return basis(onto).multiply(basis(from).inverse());
}

/** The square around a face, and how much of the new face stands at each of its pixels, 0…1. */
function areaOf({ leftEye, rightEye, mouth }: FacePoints): {
  x: number;
  y: number;
  side: number;
  weightAt: (x: number, y: number) => number;
} {
  const middle = [(leftEye[0] + rightEye[0]) / 2, (leftEye[1] + rightEye[1]) / 2] as const;
  const down = [mouth[0] - middle[0], mouth[1] - middle[1]] as const;
  const tall = Math.hypot(...down) * HALF_HEIGHT;
  const wide = Math.hypot(rightEye[0] - leftEye[0], rightEye[1] - leftEye[1]) * HALF_WIDTH;
  const centre = [middle[0] + down[0] * 0.45, middle[1] + down[1] * 0.45] as const;
  const length = Math.hypot(...down);
  const half = Math.ceil(Math.max(tall, wide));
  return {
    x: Math.round(centre[0]) - half,
    y: Math.round(centre[1]) - half,
    side: 2 * half,
    weightAt: (x, y) => {
      const [dx, dy] = [x - centre[0], y - centre[1]];
      const along = (dx * down[0] + dy * down[1]) / length / tall;
      const across = (dx * down[1] - dy * down[0]) / length / wide;
      return Math.min(1, Math.max(0, (1 - Math.hypot(along, across)) / FEATHER));
    },
  };
}

function spread(
  rgba: Uint8ClampedArray,
  weights: Float32Array,
  channel: number,
): { mean: number; deviation: number } {
  let [sum, squares, total] = [0, 0, 0];
  for (const [pixel, weight] of weights.entries()) {
    const value = rgba[4 * pixel + channel] ?? 0;
    sum += weight * value;
    squares += weight * value * value;
    total += weight;
  }
  const mean = sum / total;
  return { mean, deviation: Math.sqrt(Math.max(1, squares / total - mean * mean)) };
}
