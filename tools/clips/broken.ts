/** Files that no player can show, each made from a clip that plays. */

/** Position of a top-level mp4 box; -1 if there is none. */
function boxAt(file: Uint8Array, name: string): number {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let at = 0;
  while (at + 8 <= file.length) {
    if (String.fromCharCode(...file.subarray(at + 4, at + 8)) === name) return at;
    const size = view.getUint32(at);
    if (size < 8) return -1;
    at += size;
  }
  return -1;
}

/** A fragmented mp4 that ends before its first fragment: a track is declared, and no frame follows. */
export function withoutFrames(fragmented: Uint8Array): Uint8Array {
  const end = boxAt(fragmented, 'moof');
  if (end < 0) throw new Error('This mp4 has no fragments');
  return fragmented.slice(0, end);
}

/** An mp4 whose track says that it is HEVC, which most Chromiums cannot decode. */
export function labelledHevc(mp4: Uint8Array): Uint8Array {
  const renamed = Buffer.from(mp4);
  let found = false;
  for (const [from, to] of [
    ['avc1', 'hvc1'],
    ['avcC', 'hvcC'],
    ['vp09', 'hvc1'],
    ['vpcC', 'hvcC'],
  ] as const) {
    for (let at = renamed.indexOf(from); at >= 0; at = renamed.indexOf(from, at + 4)) {
      renamed.write(to, at, 'latin1');
      found = true;
    }
  }
  if (!found) throw new Error('This mp4 holds none of the known codecs');
  return renamed;
}

/** The first half of a file: readable at its start, damaged from then on. */
export function cutOff(file: Uint8Array): Uint8Array {
  return file.slice(0, Math.floor(file.length / 2));
}
