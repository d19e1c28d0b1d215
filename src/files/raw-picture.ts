import { FrameError } from '../frames/frame-error.ts';
import type { RawLayout } from './packets.ts';

/** Rows of Windows bitmaps are padded to multiples of four bytes. */
function bitmapToRgba(bytes: Uint8Array, { format, width, height, bottomUp }: RawLayout): ImageData {
  const pixel = format === 'BGR' ? 3 : 4;
  const row = Math.ceil((width * pixel) / 4) * 4;
  const image = new ImageData(width, height);
  for (let y = 0; y < height; y++) {
    const from = (bottomUp ? height - 1 - y : y) * row;
    for (let x = 0; x < width; x++) {
      const source = from + x * pixel;
      const target = 4 * (y * width + x);
      image.data[target] = bytes[source + 2] ?? 0;
      image.data[target + 1] = bytes[source + 1] ?? 0;
      image.data[target + 2] = bytes[source] ?? 0;
      image.data[target + 3] = 255;
    }
  }
  return image;
}

/** Y, Cb and Cr side by side, two pixels in four bytes, become planes. */
function unpacked(bytes: Uint8Array, { format, width, height }: RawLayout): Uint8Array<ArrayBuffer> {
  const luma = format === 'YUY2' ? 0 : 1;
  const planes = new Uint8Array(2 * width * height);
  const half = width / 2;
  for (let pair = 0; pair < half * height; pair++) {
    const at = 4 * pair;
    planes[2 * pair] = bytes[at + luma] ?? 0;
    planes[2 * pair + 1] = bytes[at + luma + 2] ?? 0;
    planes[width * height + pair] = bytes[at + 1 - luma] ?? 0;
    planes[width * height + half * height + pair] = bytes[at + 3 - luma] ?? 0;
  }
  return planes;
}

/** The second and third plane exchanged. */
function chromaExchanged(bytes: Uint8Array, { width, height }: RawLayout): Uint8Array<ArrayBuffer> {
  const planes = new Uint8Array(bytes);
  const luma = width * height;
  const chroma = Math.ceil(width / 2) * Math.ceil(height / 2);
  planes.set(bytes.subarray(luma + chroma, luma + 2 * chroma), luma);
  planes.set(bytes.subarray(luma, luma + chroma), luma + chroma);
  return planes;
}

/** An uncompressed frame as something that can be drawn. @throws FrameError `noFrames` if it is too short. */
export function rawPicture(bytes: Uint8Array, layout: RawLayout): VideoFrame | ImageData {
  const { format, width, height } = layout;
  if (format === 'BGR' || format === 'BGRX') return bitmapToRgba(bytes, layout);
  const packed = format === 'YUY2' || format === 'UYVY';
  const data = packed
    ? unpacked(bytes, layout)
    : format === 'YV12'
      ? chromaExchanged(bytes, layout)
      : new Uint8Array(bytes);
  try {
    return new VideoFrame(data, {
      format: packed ? 'I422' : format === 'NV12' ? 'NV12' : 'I420',
      codedWidth: width,
      codedHeight: height,
      timestamp: 0,
    });
  } catch (error) {
    throw new FrameError('noFrames', 'A frame is shorter than its size says', { cause: error });
  }
}
