/**
 * Flat pictures that were drawn over a face: bars, boxes, emblems. Such a place is of one colour throughout and has a hard edge all around.
 * Places of one colour on a face, a highlight or dark hair, fade into what lies around them.
 */

/** The square is looked at in cells of so many px. */
const CELL = 8;
/** A cell whose values differ by no more than this, of 255, in each colour is flat. */
const FLAT = 8;
/** Flat cells are of one colour if their means differ by no more than this. */
const ALIKE = 5;
/** A step between two pixels with one in between: an edge is hard if there is one in the cell there, or in the next one. */
const STEP = 32;
/** Share of the cells around a place that have a hard edge. */
const AROUND = 0.9;
/** The face within the square: half axes, as shares of its side. */
const AXES = { x: 0.42, y: 0.46 };

const NEXT = [
  [0, 1],
  [0, -1],
  [1, 0],
  [-1, 0],
] as const;

interface Cell {
  flat: boolean;
  /** Mean of red, green and blue. */
  mean: readonly number[];
  hard: boolean;
  onFace: boolean;
}

/**
 * The largest flat picture over a face.
 * @param square RGB, `[side, side, 3]`, 0…255.
 * @returns its share of the face, 0…1; 0 for none.
 */
export function graphic(square: Uint8Array, side: number): number {
  const grid = cellsOf(square, side);
  const face = grid.flat().filter(({ onFace }) => onFace).length;
  const seen = new Set<Cell>();
  let most = 0;
  grid.forEach((row, y) =>
    row.forEach((cell, x) => {
      if (!cell.flat || !cell.onFace || seen.has(cell)) return;
      const place = placeFrom(grid, y, x, seen);
      if (place.hard >= AROUND * place.around) most = Math.max(most, place.onFace / face);
    }),
  );
  return most;
}

function cellsOf(square: Uint8Array, side: number): Cell[][] {
  const count = Math.floor(side / CELL);
  return Array.from({ length: count }, (_, row) =>
    Array.from({ length: count }, (__, column) => cellAt(square, side, row, column, count)),
  );
}

function cellAt(square: Uint8Array, side: number, row: number, column: number, count: number): Cell {
  const [least, greatest, sum] = [
    [255, 255, 255],
    [0, 0, 0],
    [0, 0, 0],
  ];
  let step = 0;
  for (let y = row * CELL; y < (row + 1) * CELL; y++) {
    for (let x = column * CELL; x < (column + 1) * CELL; x++) {
      const at = (y * side + x) * 3;
      const inside = x > 0 && y > 0 && x < side - 1 && y < side - 1;
      for (let c = at; c < at + 3; c++) {
        const value = square[c] ?? 0;
        const i = c - at;
        least[i] = Math.min(least[i] ?? 0, value);
        greatest[i] = Math.max(greatest[i] ?? 0, value);
        sum[i] = (sum[i] ?? 0) + value;
        if (!inside) continue;
        const across = Math.abs((square[c + 3] ?? 0) - (square[c - 3] ?? 0));
        const down = Math.abs((square[c + 3 * side] ?? 0) - (square[c - 3 * side] ?? 0));
        step = Math.max(step, across, down);
      }
    }
  }
  const fromMiddle = Math.hypot(
    ((column + 0.5) / count - 0.5) / AXES.x,
    ((row + 0.5) / count - 0.5) / AXES.y,
  );
  return {
    flat: greatest.every((value, i) => value - (least[i] ?? 0) <= FLAT),
    mean: sum.map((value) => value / CELL ** 2),
    hard: step >= STEP,
    onFace: fromMiddle < 1,
  };
}

/** The cells of one colour around one of them: how many are on the face, and how many lie around them, with a hard edge and in all. */
function placeFrom(
  grid: readonly Cell[][],
  y: number,
  x: number,
  seen: Set<Cell>,
): { onFace: number; hard: number; around: number } {
  const place = { onFace: 0, hard: 0, around: 0 };
  const first = grid[y]?.[x];
  if (!first) return place;
  const alike = (cell: Cell): boolean =>
    cell.flat && cell.mean.every((value, i) => Math.abs(value - (first.mean[i] ?? 0)) <= ALIKE);
  const edge = new Set<Cell>();
  const open: [Cell, number, number][] = [[first, y, x]];
  seen.add(first);
  for (let at = open.pop(); at; at = open.pop()) {
    const [cell, row, column] = at;
    if (cell.onFace) place.onFace++;
    for (const [down, right] of NEXT) {
      const next = grid[row + down]?.[column + right];
      if (!next) continue;
      if (alike(next)) {
        if (!seen.has(next)) open.push([next, row + down, column + right]);
        seen.add(next);
      } else if (!edge.has(next)) {
        edge.add(next);
        place.around++;
        if (next.hard || grid[row + 2 * down]?.[column + 2 * right]?.hard) place.hard++;
      }
    }
  }
  return place;
}
