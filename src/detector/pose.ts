/** How a face is turned, by the six points that BlazeFace finds: right eye, left eye, nose tip, mouth, right ear, left ear. */

interface Point {
  x: number;
  y: number;
}

/** In degrees. */
export interface Pose {
  /** Clockwise in the picture's plane; 0 is upright. */
  roll: number;
  /** To the side, either way; 0 looks into the camera. */
  yaw: number;
}

export const UPRIGHT: Pose = { roll: 0, yaw: 0 };

const DEGREES = 180 / Math.PI;
/** Half the width of a head, at least so many times the distance from the eyes to the mouth: in profile the ears lie on one another. */
const NARROWEST_HEAD = 0.6;

/** @returns upright and frontal where the face detector gives no points. */
export function poseOf(points: readonly Point[]): Pose {
  const [rightEye, leftEye, nose, mouth, rightEar, leftEar] = points;
  if (!rightEye || !leftEye || !nose || !mouth || !rightEar || !leftEar) return UPRIGHT;
  const eyes = middle(rightEye, leftEye);
  // The line of the eyes, and the one across the line from the eyes to the mouth, which also holds in profile.
  const across = {
    x: leftEye.x - rightEye.x + (mouth.y - eyes.y),
    y: leftEye.y - rightEye.y - (mouth.x - eyes.x),
  };
  const length = Math.hypot(across.x, across.y);
  if (length === 0) return UPRIGHT;
  const along = (from: Point, to: Point): number =>
    ((to.x - from.x) * across.x + (to.y - from.y) * across.y) / length;
  const head = Math.max(
    Math.abs(along(rightEar, leftEar)) / 2,
    NARROWEST_HEAD * Math.hypot(mouth.x - eyes.x, mouth.y - eyes.y),
  );
  const aside = along(middle(rightEar, leftEar), nose) / head;
  return {
    roll: Math.atan2(across.y, across.x) * DEGREES,
    yaw: Math.asin(Math.max(-1, Math.min(1, aside))) * DEGREES,
  };
}

function middle(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
