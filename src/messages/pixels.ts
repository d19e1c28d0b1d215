import * as v from 'valibot';

/** Larger pictures are refused at the border: 64 MiB is what one extension message may weigh. */
export const MAX_PIXELS = 4096 * 4096 * 0.9;

const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16384));

/**
 * Uncompressed RGBA pixels on their way between contexts: 4·width·height bytes, row by row, not premultiplied.
 * `rgba` is bytes where messages are structured clones (Chrome ≥ 148 with `message_serialization`, Firefox),
 * base64 of the same bytes where messages are JSON. Never JPEG: recompression erases the traces looked for.
 */
export const PixelsSchema = v.pipe(
  v.object({
    width: side,
    height: side,
    rgba: v.union([v.instance(Uint8ClampedArray<ArrayBuffer>), v.string()]),
  }),
  v.check((pixels) => {
    const bytes = pixels.width * pixels.height * 4;
    if (pixels.width * pixels.height > MAX_PIXELS) return false;
    return typeof pixels.rgba === 'string' ? isBase64Of(pixels.rgba, bytes) : pixels.rgba.length === bytes;
  }, 'Pixels need exactly 4 bytes for each of width × height, or the base64 of so many'),
);
export type Pixels = v.InferOutput<typeof PixelsSchema>;

const BASE64 = /^[A-Za-z0-9+/]*$/;

function isBase64Of(text: string, bytes: number): boolean {
  if (text.length !== Math.ceil(bytes / 3) * 4) return false;
  const padding = (3 - (bytes % 3)) % 3;
  return BASE64.test(text.slice(0, text.length - padding)) && text.endsWith('='.repeat(padding));
}

const CHUNK = 0x8000;

/** Bytes to base64, in chunks since a spread call is limited to some ten thousand arguments. */
export function toBase64(bytes: Uint8Array | Uint8ClampedArray): string {
  let binary = '';
  for (let start = 0; start < bytes.length; start += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return btoa(binary);
}

function fromBase64(text: string): Uint8ClampedArray<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8ClampedArray(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** Packs an ImageData for the wire; `typed` says whether typed arrays survive it (see `wire.ts`). */
export function packPixels(image: ImageData, typed: boolean): Pixels {
  const rgba = image.data;
  return { width: image.width, height: image.height, rgba: typed ? rgba : toBase64(rgba) };
}

/** The inverse of {@link packPixels}. */
export function unpackPixels(pixels: Pixels): ImageData {
  const bytes =
    typeof pixels.rgba === 'string' ? fromBase64(pixels.rgba) : new Uint8ClampedArray(pixels.rgba);
  return new ImageData(bytes, pixels.width, pixels.height);
}
