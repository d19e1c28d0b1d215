/** Numbers in IEEE 754 half precision (11 bits of mantissa), on their way between browser and Node.js. */

const BUFFER = new DataView(new ArrayBuffer(4));
/** The largest finite half. */
const LARGEST = 65_504;

/** Rounded to the nearest half; beyond the range, to its end. */
export function toHalves(values: Float32Array): Uint16Array {
  return Uint16Array.from(values, half);
}

function half(value: number): number {
  BUFFER.setFloat32(0, Math.min(LARGEST, Math.max(-LARGEST, value)));
  const bits = BUFFER.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  // Below the smallest normal half a number is a multiple of 2⁻²⁴.
  if (magnitude < 0x38800000) return sign | Math.round(Math.abs(value) * 2 ** 24);
  // The exponent's bias changes from 127 to 15; a carry out of the mantissa rightly raises the exponent.
  return sign | ((magnitude - 0x38000000 + 0x1000) >>> 13);
}

/** The value of each of the 65,536 halves, made when the first is asked for. */
let table: Float32Array | null = null;

export function fromHalves(halves: Uint16Array): Float32Array {
  table ??= Float32Array.from({ length: 0x10000 }, (_, bits) => {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >>> 10) & 0x1f;
    const mantissa = bits & 0x3ff;
    return sign * (exponent === 0 ? mantissa * 2 ** -24 : (1 + mantissa / 1024) * 2 ** (exponent - 15));
  });
  const known = table;
  return Float32Array.from(halves, (bits) => known[bits] ?? 0);
}
