import { alignment, regionFor, type FaceBox, type Region } from '../detector/crop.ts';
import { poseOf, type Pose } from '../detector/pose.ts';
import { FrameError } from '../frames/frame-error.ts';
import { MAX_PIXELS } from '../messages/pixels.ts';
import { TUNABLES } from '../verdict/tunables.ts';
import type { Face, Point } from './face-finder.ts';

/** Faces of one frame that are judged; the rest of a crowd would only cost time. */
const MAX_FACES = 8;

/** A face and the part of the native frame it is cut from, all in native pixels. */
export interface ChosenFace {
  box: FaceBox;
  region: Region;
  /** Empty where the face detector gives none. */
  keypoints: readonly Point[];
  pose: Pose;
  /** Degrees by which its square is turned to show it upright. */
  turned: number;
}

/** A box in pixels as shares of the frame it lies in. */
export function inFractions(box: FaceBox, frameWidth: number, frameHeight: number): FaceBox {
  return {
    x: box.x / frameWidth,
    y: box.y / frameHeight,
    width: box.width / frameWidth,
    height: box.height / frameHeight,
  };
}

/** Share of a face that may be covered by something else than the video; words over a face moved its score by up to 24 points. First choice. */
const MAX_COVERED = 0.03;

/** Whether words or other layers lie over too much of a face to judge it. All in shares of the frame. */
export function isCovered(face: FaceBox, layers: readonly FaceBox[]): boolean {
  const covered = layers.reduce((sum, layer) => {
    const width = Math.min(face.x + face.width, layer.x + layer.width) - Math.max(face.x, layer.x);
    const height = Math.min(face.y + face.height, layer.y + layer.height) - Math.max(face.y, layer.y);
    return sum + Math.max(0, width) * Math.max(0, height);
  }, 0);
  return covered > MAX_COVERED * face.width * face.height;
}

/** Longer side of a box. */
export function sideOf(box: FaceBox): number {
  return Math.max(box.width, box.height);
}

/**
 * Which of the found faces are judged: the largest ones that are large enough, as many as fit into one message.
 * @param found faces in pixels of the small frame.
 * @param small size of the small frame, `native` of the native one, in pixels.
 * @throws FrameError `tooLarge` if even one face is more than a message may hold.
 */
export function chooseFaces(
  found: readonly Face[],
  small: { width: number; height: number },
  native: { width: number; height: number },
): ChosenFace[] {
  const scaleX = native.width / small.width;
  const scaleY = native.height / small.height;
  let pixels = 0;
  return found
    .map((box) => ({
      x: box.x * scaleX,
      y: box.y * scaleY,
      width: box.width * scaleX,
      height: box.height * scaleY,
      keypoints: (box.keypoints ?? []).map(({ x, y }) => ({ x: x * scaleX, y: y * scaleY })),
    }))
    .filter((face) => sideOf(face) >= TUNABLES.faceSideIgnored)
    .sort((a, b) => sideOf(b) - sideOf(a))
    .slice(0, MAX_FACES)
    .flatMap(({ keypoints, ...box }) => {
      const pose = poseOf(keypoints);
      const turned = alignment(pose.roll);
      const region = regionFor(box, native.width, native.height, turned);
      if (!region) return [];
      if (region.width * region.height > MAX_PIXELS) {
        throw new FrameError(
          'tooLarge',
          `A face of ${region.width}×${region.height} px cannot be transferred`,
        );
      }
      pixels += region.width * region.height;
      return pixels <= MAX_PIXELS ? [{ box, region, keypoints, pose, turned }] : [];
    });
}
