import { ModelFilesError } from '../detector/model-files-error.ts';
import { SelfTestError } from '../detector/selection.ts';
import { LateError } from '../messages/timers.ts';
import { FrameError } from '../frames/frame-error.ts';
import type { UncheckedReason } from '../verdict/types.ts';
import { FaceDetectorError } from './face-finder.ts';

/** What the user is told of an error; the error itself goes to the console. */
export function reasonOf(error: unknown): UncheckedReason {
  if (error instanceof FrameError) return error.reason;
  if (error instanceof LateError) return 'tooSlow';
  if (error instanceof ModelFilesError) return 'noModel';
  if (error instanceof SelfTestError) return 'selfTest';
  if (error instanceof FaceDetectorError) return 'faceDetector';
  // A file of a host we may not read taints the canvas it is drawn on.
  if (error instanceof DOMException && error.name === 'SecurityError') return 'mediaPermission';
  return 'engineLost';
}
