import type { FaceBox } from '../detector/crop.ts';
import { sideOf } from './face-choice.ts';

/** The second look at a frame in which no face was found: with a margin, so that a face that fills the frame is one of usual size. */

/**
 * The margin on each side, as a share of the frame's longer side. With half of it faces that fill the frame are missed more often; with
 * all of it hardly one is, and hardly anything else is taken for one.
 */
const MARGIN = 1;
/** A face found this way must take up at least this share of the frame's shorter side: smaller ones are found without. First choice. */
const FILLING = 0.4;

/** The frame in the middle of a larger one; around it lies its mean colour, in which no face can be seen. */
export function withMargin(frame: ImageData): { padded: ImageData; left: number; top: number } {
  const margin = Math.round(MARGIN * Math.max(frame.width, frame.height));
  const padded = new ImageData(frame.width + 2 * margin, frame.height + 2 * margin);
  new Uint32Array(padded.data.buffer).fill(new Uint32Array(meanColour(frame).buffer)[0] ?? 0);
  for (let y = 0; y < frame.height; y++) {
    const row = frame.data.subarray(y * frame.width * 4, (y + 1) * frame.width * 4);
    padded.data.set(row, ((y + margin) * padded.width + margin) * 4);
  }
  return { padded, left: margin, top: margin };
}

/** Whether a box, in pixels of the frame, is that of a face that fills it: large, with its middle inside. */
export function fills(face: FaceBox, { width, height }: { width: number; height: number }): boolean {
  const x = face.x + face.width / 2;
  const y = face.y + face.height / 2;
  const inside = x >= 0 && y >= 0 && x < width && y < height;
  return inside && sideOf(face) >= FILLING * Math.min(width, height);
}

function meanColour({ data }: ImageData): Uint8Array {
  const sums = [0, 0, 0];
  for (let i = 0; i < data.length; i += 4) {
    for (let c = 0; c < 3; c++) sums[c] = (sums[c] ?? 0) + (data[i + c] ?? 0);
  }
  return Uint8Array.from([...sums.map((sum) => Math.round(sum / (data.length / 4))), 255]);
}
