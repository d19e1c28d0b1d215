import * as v from 'valibot';
import { ColorSpaceSchema, MAX_PLANES_PIXELS, planesBytes, type Planes } from '../messages/planes.ts';
import { PLANES_ARE_EXACT } from '../platform/media.ts';

/** The planes of the frame that a player shows, and its time. */
export interface ShownPlanes {
  planes: Planes;
  /** Media time in ms; null for live streams, whose frames tell the time of their capture. */
  timeMs: number | null;
}

/**
 * Copies what a player shows now, undecoded further. The frame is frozen before this function waits for anything.
 * @param wanted asked once a frame is there that can be sent so.
 * @returns null where the frame has another form than can be sent so, is too large, turned by its file, or not there.
 * @throws DOMException SecurityError for a video that may not be read.
 */
export async function planesShownBy(
  video: HTMLVideoElement,
  wanted: () => Promise<boolean> = () => Promise.resolve(true),
): Promise<ShownPlanes | null> {
  if (!PLANES_ARE_EXACT || typeof VideoFrame === 'undefined') return null;
  const frame = frozen(video);
  if (!frame) return null;
  try {
    const { format, displayWidth, displayHeight, visibleRect, timestamp } = frame;
    const { width, height } = visibleRect ?? { width: 0, height: 0 };
    const colorSpace = v.safeParse(ColorSpaceSchema, frame.colorSpace.toJSON());
    const isWhole = displayWidth === video.videoWidth && displayHeight === video.videoHeight;
    if ((format !== 'I420' && format !== 'NV12') || !colorSpace.success || !isWhole || isTurned(frame))
      return null;
    if (Math.min(width, height) < 2 || width * height > MAX_PLANES_PIXELS || !(await wanted())) return null;
    const bytes = new Uint8Array(planesBytes(width, height));
    if (frame.allocationSize() !== bytes.length) return null;
    await frame.copyTo(bytes);
    return {
      planes: { format, width, height, displayWidth, displayHeight, colorSpace: colorSpace.output, bytes },
      timeMs: video.srcObject ? null : Math.max(0, timestamp / 1000),
    };
  } finally {
    frame.close();
  }
}

function frozen(video: HTMLVideoElement): VideoFrame | null {
  try {
    return new VideoFrame(video);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'SecurityError') throw error;
    // There is no frame, or none that this browser gives away.
    return null;
  }
}

/** By its file; not all browsers know of it. */
function isTurned(frame: VideoFrame): boolean {
  return !!Reflect.get(frame, 'rotation') || !!Reflect.get(frame, 'flip');
}

/** Looked at in each direction of a cell, at most: more of them tell nothing new. */
const SAMPLES = 8;

/** How bright a frame is in `side` × `side` cells, row by row, 0…1. */
export function brightnessOfPlanes({ width, height, bytes, colorSpace }: Planes, side: number): Float32Array {
  const [black, range] = colorSpace.fullRange === true ? [0, 255] : [16, 219];
  const out = new Float32Array(side * side);
  const places = (cell: number, length: number): number[] => {
    const [from, to] = [Math.floor((cell * length) / side), Math.ceil(((cell + 1) * length) / side)];
    const count = Math.min(SAMPLES, to - from);
    return Array.from({ length: count }, (_, i) => from + Math.floor(((i + 0.5) * (to - from)) / count));
  };
  const columns = Array.from({ length: side }, (_, cell) => places(cell, width));
  for (let row = 0; row < side; row++) {
    const rows = places(row, height);
    for (const [column, xs] of columns.entries()) {
      let sum = 0;
      for (const y of rows) for (const x of xs) sum += bytes[y * width + x] ?? 0;
      const mean = sum / (rows.length * xs.length);
      out[row * side + column] = Math.min(1, Math.max(0, (mean - black) / range));
    }
  }
  return out;
}
