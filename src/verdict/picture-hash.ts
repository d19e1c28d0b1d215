import type { FramePrint } from './same-picture.ts';

/**
 * The perceptual hash "pHash" of a frame (Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010, section
 * 3.2.1): of 32×32 cells of brightness the 8×8 lowest frequencies of the discrete cosine transform, each above the median or not.
 * Coding again, resizing and small changes leave most bits as they are. A swapped face does so as well.
 */

const SIDE = 32;
const KEPT = 8;

/** `COSINES[frequency][place]` of the DCT-II, without the constant term, which tells only how bright the frame is. */
const COSINES = Array.from({ length: KEPT }, (_, frequency) =>
  Float64Array.from({ length: SIDE }, (_, place) =>
    Math.cos((Math.PI / SIDE) * (place + 0.5) * (frequency + 1)),
  ),
);

/** 64 bits as 16 hexadecimal digits. */
export function pictureHash(print: FramePrint): string {
  const rows = COSINES.map((wave) =>
    Float64Array.from({ length: SIDE }, (_, y) =>
      wave.reduce((sum, cosine, x) => sum + cosine * (print[y * SIDE + x] ?? 0), 0),
    ),
  );
  const frequencies = COSINES.flatMap((wave) =>
    rows.map((row) => wave.reduce((sum, cosine, y) => sum + cosine * (row[y] ?? 0), 0)),
  );
  const sorted = [...frequencies].sort((a, b) => a - b);
  const median = ((sorted[31] ?? 0) + (sorted[32] ?? 0)) / 2;
  const bits = frequencies.map((value) => (value > median ? '1' : '0')).join('');
  return (bits.match(/.{4}/g) ?? []).map((four) => parseInt(four, 2).toString(16)).join('');
}

/** How many of the 64 bits differ. */
export function hashDistance(a: string, b: string): number {
  let differing = 0;
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const four = parseInt(a[i] ?? '0', 16) ^ parseInt(b[i] ?? '0', 16);
    differing += (four & 1) + ((four >> 1) & 1) + ((four >> 2) & 1) + ((four >> 3) & 1);
  }
  return differing;
}
