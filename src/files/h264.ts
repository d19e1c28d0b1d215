/** What is needed of H.264 in a byte stream (Annex B): where units begin, and what their first bytes say. */

const SLICE = 1;
const IDR_SLICE = 5;
const PARAMETERS = 7;

/** Types of the units in a piece of a byte stream, in order; a parameter set with its profile, limits and level. */
function unitsIn(bytes: Uint8Array): { type: number; at: number }[] {
  const units: { type: number; at: number }[] = [];
  for (let at = 0; at + 3 < bytes.length; at++) {
    if (bytes[at] !== 0 || bytes[at + 1] !== 0 || bytes[at + 2] !== 1) continue;
    units.push({ type: (bytes[at + 3] ?? 0) & 0x1f, at: at + 3 });
    at += 3;
  }
  return units;
}

/** "avc1.64001f" by the stream's first parameter set; null if these bytes are no H.264 byte stream with one. */
export function avcCodecString(bytes: Uint8Array): string | null {
  const parameters = unitsIn(bytes).find(({ type }) => type === PARAMETERS);
  if (!parameters || parameters.at + 3 >= bytes.length) return null;
  const three = [...bytes.subarray(parameters.at + 1, parameters.at + 4)];
  return `avc1.${three.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** Whether an access unit can be decoded by itself. */
export function isKeyUnit(bytes: Uint8Array): boolean {
  for (const { type } of unitsIn(bytes)) {
    if (type === IDR_SLICE) return true;
    if (type === SLICE) return false;
  }
  return false;
}
