import type { Sample } from '../types.ts';

/**
 * The part of a sample that is sealed, as one run of bytes, little-endian:
 *
 *     uint8 format · uint8 0 · uint16 0 · uint32 length · uint8 face[length]
 *
 * Formats 1 and 2 had a number of self-blends in the second byte and, after the face, what they were made of and the blends, each of its length; format 1 also
 * a feature of so many units as the third and fourth byte say, after a scale of four bytes. They are read over.
 */
const FORMAT = 3;
const HEADER_BYTES = 8;
const FORMER_SCALE_BYTES = 4;

export type Maps = Pick<Sample, 'face'>;

export function pack({ face }: Maps): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEADER_BYTES + face.length);
  const header = new DataView(bytes.buffer);
  header.setUint8(0, FORMAT);
  header.setUint32(4, face.length, true);
  bytes.set(face, HEADER_BYTES);
  return bytes;
}

/** @returns null if the bytes are not a sample of a known format, whole. */
export function unpack(bytes: Uint8Array<ArrayBuffer>): Maps | null {
  if (bytes.length < HEADER_BYTES) return null;
  const header = new DataView(bytes.buffer, bytes.byteOffset);
  const length = header.getUint32(4, true);
  const start = HEADER_BYTES + featureBytes(header);
  const end = start + length;
  return bytes.length === end + furtherMaps(header) * length ? { face: bytes.slice(start, end) } : null;
}

function featureBytes(header: DataView): number {
  return header.getUint8(0) === 1 ? FORMER_SCALE_BYTES + header.getUint16(2, true) : 0;
}

/** Of as many bytes as the face; NaN in an unknown format. */
function furtherMaps(header: DataView): number {
  const [format, blends] = [header.getUint8(0), header.getUint8(1)];
  if (format === FORMAT) return blends === 0 ? 0 : Number.NaN;
  return format === 1 || format === 2 ? 1 + blends : Number.NaN;
}
