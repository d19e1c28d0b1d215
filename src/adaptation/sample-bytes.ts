import type { Sample } from './types.ts';

/**
 * The part of a sample that is sealed, as one run of bytes, little-endian:
 *
 *     uint8 format · uint8 number of blends · uint16 units · uint32 length of a map · float32 scale
 *     int8 feature[units] · uint8 face[length] · uint8 base[length] · uint8 blends[number][length]
 *
 * The feature only tells redundant samples apart, for which 8 bits with a scale are plenty.
 */
const FORMAT = 1;
const HEADER_BYTES = 12;
const INT8_MAX = 127;

export type Maps = Pick<Sample, 'feature' | 'face' | 'base' | 'blends'>;

/** @throws RangeError if the maps differ in length, or a number has no place in the layout. */
export function pack({ feature, face, base, blends }: Maps): Uint8Array<ArrayBuffer> {
  const maps = [face, base, ...blends];
  if (maps.some((map) => map.length !== face.length)) {
    throw new RangeError(
      `The maps of a sample differ in length: ${maps.map((map) => map.length).join(', ')}`,
    );
  }
  if (blends.length > 0xff || feature.length > 0xffff) {
    throw new RangeError(`A sample of ${blends.length} blends and ${feature.length} units cannot be stored`);
  }
  const scale = Math.fround(feature.reduce((most, x) => Math.max(most, Math.abs(x)), 0) / INT8_MAX);
  if (!Number.isFinite(scale)) throw new RangeError('The feature of a sample is not finite');

  const bytes = new Uint8Array(HEADER_BYTES + feature.length + maps.length * face.length);
  const header = new DataView(bytes.buffer);
  header.setUint8(0, FORMAT);
  header.setUint8(1, blends.length);
  header.setUint16(2, feature.length, true);
  header.setUint32(4, face.length, true);
  header.setFloat32(8, scale, true);
  const units = Int8Array.from(feature, (x) => (scale > 0 ? Math.round(x / scale) : 0));
  bytes.set(new Uint8Array(units.buffer), HEADER_BYTES);
  maps.forEach((map, index) => bytes.set(map, HEADER_BYTES + feature.length + index * face.length));
  return bytes;
}

/** @returns null if the bytes are not a sample of this format, whole. */
export function unpack(bytes: Uint8Array<ArrayBuffer>): Maps | null {
  if (bytes.length < HEADER_BYTES) return null;
  const header = new DataView(bytes.buffer, bytes.byteOffset);
  const [blends, units, length] = [header.getUint8(1), header.getUint16(2, true), header.getUint32(4, true)];
  const scale = header.getFloat32(8, true);
  const start = HEADER_BYTES + units;
  if (header.getUint8(0) !== FORMAT || !Number.isFinite(scale)) return null;
  if (bytes.length !== start + (2 + blends) * length) return null;
  const map = (index: number): Uint8Array =>
    bytes.slice(start + index * length, start + (index + 1) * length);
  return {
    feature: Float32Array.from(
      new Int8Array(bytes.buffer, bytes.byteOffset + HEADER_BYTES, units),
      (x) => x * scale,
    ),
    face: map(0),
    base: map(1),
    blends: Array.from({ length: blends }, (_, index) => map(2 + index)),
  };
}
