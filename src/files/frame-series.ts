import type { RetainedFrame } from '../frames/retained-frame.ts';

/** A frame, and the media time at which it is shown as far as that is known; else the one it was asked for at. */
export interface TimedFrame {
  frame: RetainedFrame;
  timeMs: number;
}

/** A file opened for reading frames at media times (ms). */
export interface FrameSeries {
  /** 0 for a still picture. */
  durationMs: number;
  /** Frames that differ in time, at most; null where that is not known. */
  frameCount: number | null;
  /** The caller closes the frame. @throws FrameError */
  frameAt: (timeMs: number) => Promise<TimedFrame>;
  close: () => void;
}
