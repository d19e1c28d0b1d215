/** Changes to files as disks, downloads and attackers make them. */

/** Numbers that look drawn at random, the same for the same seed; 0…1. */
type Draw = () => number;

/** mulberry32. */
function drawing(seed: number): Draw {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Half of all changes are made in the first bytes, where files say what they are. */
const HEAD = 2048;

function place(bytes: Uint8Array, draw: Draw): number {
  return Math.floor(draw() * (draw() < 0.5 ? Math.min(HEAD, bytes.length) : bytes.length));
}

type Change = (bytes: Uint8Array, draw: Draw) => Uint8Array;

const CHANGES: readonly Change[] = [
  function flipBits(bytes, draw) {
    const copy = bytes.slice();
    for (let i = 0; i < 1 + draw() * 20; i++) {
      const at = place(copy, draw);
      copy[at] = (copy[at] ?? 0) ^ (1 << (draw() * 8));
    }
    return copy;
  },
  function cut(bytes, draw) {
    return bytes.slice(0, place(bytes, draw));
  },
  function loseTheBeginning(bytes, draw) {
    return bytes.slice(place(bytes, draw));
  },
  function blank(bytes, draw) {
    const copy = bytes.slice();
    const at = place(copy, draw);
    return copy.fill(draw() < 0.5 ? 0 : 0xff, at, at + 1 + Math.floor(draw() * 4096));
  },
  function repeat(bytes, draw) {
    const [at, length] = [place(bytes, draw), 1 + Math.floor(draw() * 4096)];
    return Uint8Array.from([...bytes.subarray(0, at + length), ...bytes.subarray(at)]);
  },
  function extremeNumber(bytes, draw) {
    const copy = bytes.slice();
    const at = Math.min(place(copy, draw) & ~3, Math.max(0, copy.length - 8));
    const value = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0x00010000][Math.floor(draw() * 6)] ?? 0;
    if (copy.length >= 8) new DataView(copy.buffer).setUint32(at, value, draw() < 0.5);
    return copy;
  },
  function swap(bytes, draw) {
    const copy = bytes.slice();
    const length = 1 + Math.floor(draw() * 1024);
    const [a, b] = [place(bytes, draw), place(bytes, draw)];
    copy.set(bytes.subarray(b, b + Math.min(length, copy.length - a)), a);
    return copy;
  },
];

/** One to three changes, drawn by the seed. */
export function mutated(bytes: Uint8Array, seed: number): Uint8Array {
  const draw = drawing(seed);
  let changed = bytes;
  for (let i = 0; i < 1 + draw() * 3; i++) {
    if (changed.length === 0) break;
    changed = (CHANGES[Math.floor(draw() * CHANGES.length)] ?? CHANGES[0])?.(changed, draw) ?? changed;
  }
  return changed;
}
