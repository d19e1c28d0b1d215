import { FrameError } from './frame-error.ts';
import { ownTimeMs } from './own-time.ts';

/** A rectangle in whole native pixels, inside the frame. */
export interface PixelRect {
  x: number;
  y: number;
  width: number;
  height: number;
}

export type FrameSource = HTMLVideoElement | HTMLImageElement | ImageBitmap | ImageData | VideoFrame;

/**
 * Larger frames are refused: 64 megapixels are 256 MiB as RGBA, beyond which canvases fail in silence on small machines.
 * The side is the largest at which every browser's canvas still has an area of its own.
 */
const MAX_FRAME_PIXELS = 64 * 1024 * 1024;
const MAX_FRAME_SIDE = 16384;

/** Native size of a source in pixels; 0 × 0 for a video that has no picture (yet). */
function sourceSize(source: FrameSource): { width: number; height: number } {
  if ('videoWidth' in source) return { width: source.videoWidth, height: source.videoHeight };
  if ('naturalWidth' in source) return { width: source.naturalWidth, height: source.naturalHeight };
  if ('displayWidth' in source) return { width: source.displayWidth, height: source.displayHeight };
  return { width: source.width, height: source.height };
}

/** Size with its longer side at most `maxSide`, in whole pixels of at least 1; never enlarged. */
export function shrunkSize(
  width: number,
  height: number,
  maxSide: number,
): { width: number; height: number } {
  const scale = Math.min(1, maxSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The largest size of a picture's shape within limits, in whole pixels of at least 1; never enlarged. */
export function sizeWithin(
  width: number,
  height: number,
  limits: { pixels: number; side: number } = { pixels: MAX_FRAME_PIXELS, side: MAX_FRAME_SIDE },
): { width: number; height: number } {
  const scale = Math.min(
    1,
    limits.side / Math.max(width, height),
    Math.sqrt(limits.pixels / (width * height)),
  );
  // Rounded down: rounded up it could lie beyond the limits again.
  return { width: Math.max(1, Math.floor(width * scale)), height: Math.max(1, Math.floor(height * scale)) };
}

/** @throws FrameError `tooLarge` beyond {@link MAX_FRAME_PIXELS} or {@link MAX_FRAME_SIDE}, `noFrames` for an empty picture. */
export function assertFrameSize(width: number, height: number): void {
  if (width < 1 || height < 1) throw new FrameError('noFrames', 'The source has no picture to draw');
  if (width * height > MAX_FRAME_PIXELS || Math.max(width, height) > MAX_FRAME_SIDE) {
    throw new FrameError('tooLarge', `A frame of ${width} × ${height} px is larger than can be kept`);
  }
}

function context2d(width: number, height: number): OffscreenCanvasRenderingContext2D {
  // Pixels are read back at once, so the canvas belongs in main memory; sRGB is what the network was trained on.
  const context = new OffscreenCanvas(width, height).getContext('2d', {
    willReadFrequently: true,
    colorSpace: 'srgb',
  });
  if (!context) throw new FrameError('tooLarge', `No canvas of ${width} × ${height} px could be made`);
  return context;
}

/** Draws of a player that turns to its next frame meanwhile. */
const DRAW_TRIES = 3;

/** A picture frozen at native resolution, from which a small copy and native crops can be read until it is closed. */
export class RetainedFrame {
  readonly width: number;
  readonly height: number;
  /** See {@link ownTimeMs}. */
  readonly timeMs: number | null;
  readonly #context: OffscreenCanvasRenderingContext2D;

  private constructor(context: OffscreenCanvasRenderingContext2D, timeMs: number | null) {
    this.#context = context;
    this.timeMs = timeMs;
    this.width = context.canvas.width;
    this.height = context.canvas.height;
  }

  /**
   * Freezes what the source shows now.
   * @param rotation by which it is turned clockwise, in degrees.
   * @throws FrameError `tooLarge` or `noFrames`.
   */
  static from(source: FrameSource, rotation: 0 | 90 | 180 | 270 = 0): RetainedFrame {
    const { width, height } = sourceSize(source);
    assertFrameSize(width, height);
    const upright = rotation % 180 === 0;
    const context = context2d(upright ? width : height, upright ? height : width);
    if (source instanceof ImageData) context.putImageData(source, 0, 0);
    else {
      context.translate(context.canvas.width / 2, context.canvas.height / 2);
      context.rotate((rotation * Math.PI) / 180);
      const video = 'videoWidth' in source ? source : null;
      for (let tries = 0; tries < DRAW_TRIES; tries++) {
        const timeMs = video && ownTimeMs(video);
        context.drawImage(source, -width / 2, -height / 2, width, height);
        if (!video || ownTimeMs(video) === timeMs) return new RetainedFrame(context, timeMs);
      }
    }
    return new RetainedFrame(context, null);
  }

  /**
   * Freezes a part of a picture, brought to a size; of a picture that is too large to be kept as a whole.
   * @throws FrameError `tooLarge` if even the part is.
   */
  static part(source: ImageBitmap, part: PixelRect, width: number, height: number): RetainedFrame {
    assertFrameSize(width, height);
    const context = context2d(width, height);
    context.imageSmoothingQuality = 'high';
    context.drawImage(source, part.x, part.y, part.width, part.height, 0, 0, width, height);
    return new RetainedFrame(context, null);
  }

  /**
   * The whole frame, its longer side at most `maxSide` px, RGBA.
   * @throws DOMException SecurityError if the source was tainted.
   */
  small(maxSide = 640): ImageData {
    return this.#shrunk(maxSide).getImageData(0, 0, ...this.#shrunkSides(maxSide));
  }

  /** A part of the frame in native pixels, RGBA, untouched by any scaling. */
  crop({ x, y, width, height }: PixelRect): ImageData {
    return this.#context.getImageData(x, y, width, height);
  }

  /** Whether nothing was drawn at all: video frames are opaque, so transparent pixels mean there was no picture. */
  isBlank(): boolean {
    const { data } = this.#shrunk(4).getImageData(0, 0, ...this.#shrunkSides(4));
    return data.every((value, i) => i % 4 !== 3 || value === 0);
  }

  /** A small picture for people: a `data:image/webp` URL with its longer side at most `maxSide` px. */
  async picture(maxSide: number): Promise<string> {
    const blob = await this.#shrunk(maxSide).canvas.convertToBlob({ type: 'image/webp', quality: 0.7 });
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result : '');
      reader.onerror = () => reject(new FrameError('unreadable', 'A small picture could not be encoded'));
      reader.readAsDataURL(blob);
    });
  }

  /** Gives the memory back at once; the frame must not be used after. */
  close(): void {
    this.#context.canvas.width = 0;
    this.#context.canvas.height = 0;
  }

  #shrunkSides(maxSide: number): [number, number] {
    const { width, height } = shrunkSize(this.width, this.height, maxSide);
    return [width, height];
  }

  #shrunk(maxSide: number): OffscreenCanvasRenderingContext2D {
    const sides = this.#shrunkSides(maxSide);
    const context = context2d(...sides);
    context.imageSmoothingQuality = 'high';
    context.drawImage(this.#context.canvas, 0, 0, ...sides);
    return context;
  }
}
