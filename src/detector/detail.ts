import { brightness } from './brightness.ts';
import { cutSquare, squareInside, type FaceBox, type Region } from './crop.ts';
import type { Raster } from './resize.ts';

/**
 * How much of the detail that a face's size promises is there. Sharpness does not tell: the edges of a mosaic are sharp. Three things are
 * measured, and the worst counts:
 * - how much fine structure most places have beside their coarse one. Blur, enlargement and smoothing take it away.
 * - whether change is spread over all rows and columns. In a mosaic, in blocks of strong compression and after enlargement without
 *   smoothing it sits on the lines of a grid.
 * - how few places are flat. A mosaic, few colours and strong compression make many.
 */

/** Larger faces are measured at this side: finer structure than the network's input can hold says nothing of it. */
const FINE_SIDE = 128;
/** The same for grids, whose lines a shrink would blur. */
const GRID_SIDE = 256;

/** Blocks of the cosine transform, half overlapping. */
const BLOCK = 16;
const STEP = BLOCK / 2;
/** Bands by the distance of a coefficient from the mean's, in half waves a block. */
const COARSE = [1, 2.5] as const;
const FINE = [4.5, 7] as const;
/** Coefficients from here on lie beyond the bands. */
const COEFFICIENTS = 7;
/** Energy of rounding, so that a flat block has a ratio. */
const ROUNDING = 0.02;
/** The quarter of the blocks with the most fine structure is left out, where edges are: log2 of its share there … */
const QUANTILE = 0.75;
/** … where nothing is left, and the range from there to a sharp photograph. */
const NOTHING = -12;
const RANGE = 8;

/** Brings the measures on the large square to where one limit is as rare for genuine faces by each of the three. */
const ALIKE = 0.9;
/** Steps of brightness below which two pixels are of one colour. */
const SAME = 0.5;

/** Columns or rows over which the change is averaged, to tell a line from a busy part of the face. */
const NEIGHBOURS = 17;

/**
 * @param pixels of the region, that the face asks for (`regionFor`).
 * @returns 0 for none, 1 for all that the size promises.
 */
export function detailOf(pixels: Raster, region: Region, face: FaceBox): number {
  const shown = squareInside(face, region);
  const cut = (most: number): Grey => {
    const size = Math.max(BLOCK, Math.min(most, Math.round(shown.right - shown.left)));
    return { size, values: brightness(cutSquare(pixels, shown, size)) };
  };
  const large = cut(GRID_SIDE);
  const spread = ALIKE * Math.min(evenness(large), liveliness(large));
  return Math.max(0, Math.min(1, fineness(cut(FINE_SIDE)), spread));
}

/** Brightness of a square, `[size · size]`. */
interface Grey {
  size: number;
  values: Float32Array;
}

/** Type II, orthonormal; `[coefficient][place]`. */
const COSINES = Array.from({ length: COEFFICIENTS }, (_, k) =>
  Float64Array.from(
    { length: BLOCK },
    (_, i) =>
      Math.cos((Math.PI * (2 * i + 1) * k) / (2 * BLOCK)) *
      Math.sqrt(2 / BLOCK) *
      (k === 0 ? Math.SQRT1_2 : 1),
  ),
);

/** How much fine structure there is beside the coarse one, 0…1 and a little beyond. */
function fineness({ size, values }: Grey): number {
  const ratios: number[] = [];
  for (let top = 0; top + BLOCK <= size; top += STEP) {
    for (let left = 0; left + BLOCK <= size; left += STEP) {
      const energies = blockEnergies(values, size, left, top);
      ratios.push(Math.log2((energies.fine + ROUNDING) / (energies.coarse + ROUNDING)));
    }
  }
  return (quantile(ratios, QUANTILE) - NOTHING) / RANGE;
}

/** Mean energy of a block's coefficients in either band. */
function blockEnergies(
  values: Float32Array,
  size: number,
  left: number,
  top: number,
): { coarse: number; fine: number } {
  // Along the rows first: [row][coefficient].
  const rows = Array.from({ length: BLOCK }, (_, y) =>
    COSINES.map((cosine) => {
      let sum = 0;
      for (let x = 0; x < BLOCK; x++) sum += (cosine[x] ?? 0) * (values[(top + y) * size + left + x] ?? 0);
      return sum;
    }),
  );
  const sums = { coarse: 0, fine: 0 };
  const counts = { coarse: 0, fine: 0 };
  COSINES.forEach((cosine, v) => {
    for (let u = 0; u < COEFFICIENTS; u++) {
      const band = bandOf(Math.hypot(u, v));
      if (!band) continue;
      let sum = 0;
      for (let y = 0; y < BLOCK; y++) sum += (cosine[y] ?? 0) * (rows[y]?.[u] ?? 0);
      sums[band] += sum * sum;
      counts[band]++;
    }
  });
  return { coarse: sums.coarse / counts.coarse, fine: sums.fine / counts.fine };
}

function bandOf(distance: number): 'coarse' | 'fine' | null {
  if (distance >= COARSE[0] && distance < COARSE[1]) return 'coarse';
  return distance >= FINE[0] && distance < FINE[1] ? 'fine' : null;
}

/** How evenly change is spread over columns and rows: about 0.9 for photographs, below 0.6 where it sits on lines. */
function evenness({ size, values }: Grey): number {
  const across = new Float64Array(size - 1);
  const down = new Float64Array(size - 1);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const at = y * size + x;
      const here = values[at] ?? 0;
      // Roots, so that a few strong edges of the face do not make a line.
      if (x + 1 < size) across[x] = (across[x] ?? 0) + Math.sqrt(Math.abs((values[at + 1] ?? 0) - here));
      if (y + 1 < size) down[y] = (down[y] ?? 0) + Math.sqrt(Math.abs((values[at + size] ?? 0) - here));
    }
  }
  return (medianOverMean(across) + medianOverMean(down)) / 2;
}

/** Pixels that differ from none of their neighbours, as in cells of a mosaic and steps of few colours: how few there are. */
function liveliness({ size, values }: Grey): number {
  let flat = 0;
  for (let y = 1; y < size - 1; y++) {
    for (let x = 1; x < size - 1; x++) {
      const at = y * size + x;
      const here = values[at] ?? 0;
      const isFlat =
        Math.abs((values[at - 1] ?? 0) - here) < SAME &&
        Math.abs((values[at + 1] ?? 0) - here) < SAME &&
        Math.abs((values[at - size] ?? 0) - here) < SAME &&
        Math.abs((values[at + size] ?? 0) - here) < SAME;
      if (isFlat) flat++;
    }
  }
  return 1 - flat / (size - 2) ** 2;
}

/** Of a profile's values over the mean of their neighbours. */
function medianOverMean(roots: Float64Array): number {
  const profile = roots.map((sum) => sum * sum);
  const reach = (NEIGHBOURS - 1) / 2;
  const relative = Array.from(profile, (value, at) => {
    let sum = 0;
    for (let i = at - reach; i <= at + reach; i++) {
      sum += profile[Math.min(profile.length - 1, Math.max(0, i))] ?? 0;
    }
    return sum > 0 ? (value * NEIGHBOURS) / sum : 0;
  });
  const mean = relative.reduce((sum, value) => sum + value, 0) / relative.length;
  return mean > 0 ? quantile(relative, 0.5) / mean : 0;
}

/** Between the two nearest where it falls between values. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? 0;
  return below + ((sorted[Math.ceil(at)] ?? below) - below) * (at - Math.floor(at));
}
