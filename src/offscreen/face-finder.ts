import { CodedError } from '../contracts/coded-error.ts';
import type { FaceBox } from '../detector/crop.ts';

/** In pixels; fractions allowed. */
export interface Point {
  x: number;
  y: number;
}

/** A box and, of a detector that gives them, BlazeFace's six points: eyes, nose tip, mouth, ears; all in the same pixels. */
export interface Face extends FaceBox {
  keypoints?: readonly Point[];
}

/** A face with how sure the detector is of it, 0…1. */
export interface FoundFace extends Face {
  confidence: number;
}

/** A face detector that was started. */
export interface FaceFinder {
  /**
   * @param frame RGBA.
   * @returns boxes in its pixels, which may reach outside it.
   * @throws Error if the detector is broken and must be replaced.
   */
  find(frame: ImageData): FoundFace[];
  close(): void;
}

/** The face detector could not start, or broke and could not be started again. */
export class FaceDetectorError extends CodedError {
  override readonly name = 'FaceDetectorError';
  constructor(message: string, options?: ErrorOptions) {
    super({ code: 'faceDetector' }, { ...options, message });
  }
}
