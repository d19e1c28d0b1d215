import { resizeBilinear } from '../../../src/detector/resize.ts';

/** What destroys the detail of a picture, for tests. RGB, `[side, side, 3]`. */
export interface Picture {
  data: Uint8Array;
  side: number;
}

function mapped({ side }: Picture, value: (x: number, y: number, c: number) => number): Picture {
  const data = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      for (let c = 0; c < 3; c++) {
        data[(y * side + x) * 3 + c] = Math.max(0, Math.min(255, Math.round(value(x, y, c))));
      }
    }
  }
  return { data, side };
}

function at({ data, side }: Picture, x: number, y: number, c: number): number {
  const inside = (n: number): number => Math.max(0, Math.min(side - 1, n));
  return data[(inside(y) * side + inside(x)) * 3 + c] ?? 0;
}

/** Cells of the mean colour; the first ones are cut off by `offset` px. */
export function mosaic(picture: Picture, cell: number, offset: number): Picture {
  const { side } = picture;
  const means = new Map<string, number>();
  const mean = (column: number, row: number, c: number): number => {
    const name = `${column} ${row} ${c}`;
    const known = means.get(name);
    if (known !== undefined) return known;
    let sum = 0;
    let n = 0;
    for (let y = Math.max(0, row * cell - offset); y < Math.min(side, (row + 1) * cell - offset); y++) {
      for (
        let x = Math.max(0, column * cell - offset);
        x < Math.min(side, (column + 1) * cell - offset);
        x++
      ) {
        sum += at(picture, x, y, c);
        n++;
      }
    }
    means.set(name, sum / n);
    return sum / n;
  };
  return mapped(picture, (x, y, c) =>
    mean(Math.floor((x + offset) / cell), Math.floor((y + offset) / cell), c),
  );
}

export function blurred(picture: Picture, sigma: number): Picture {
  const reach = Math.ceil(3 * sigma);
  const kernel = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)),
  );
  const sum = kernel.reduce((a, b) => a + b, 0);
  const along = (from: Picture, dx: number, dy: number): Picture =>
    mapped(from, (x, y, c) =>
      kernel.reduce(
        (total, weight, i) =>
          total + (weight / sum) * at(from, x + (i - reach) * dx, y + (i - reach) * dy, c),
        0,
      ),
    );
  return along(along(picture, 1, 0), 0, 1);
}

/** Shrunk to a side and, but for `none`, enlarged again to the side it had. */
export function enlarged(
  picture: Picture,
  side: number,
  filter: 'none' | 'nearest' | 'bilinear' | 'bicubic',
): Picture {
  const whole = { left: 0, top: 0, right: picture.side, bottom: picture.side };
  const source = { width: picture.side, height: picture.side, channels: 3, data: picture.data } as const;
  const small: Picture = { data: resizeBilinear(source, whole, side), side };
  if (filter === 'none') return small;
  const step = side / picture.side;
  const weights = { nearest: nearestWeights, bilinear: linearWeights, bicubic: cubicWeights }[filter];
  return mapped(picture, (x, y, c) => {
    const [column, across] = weights((x + 0.5) * step - 0.5);
    const [row, down] = weights((y + 0.5) * step - 0.5);
    let value = 0;
    down.forEach((weightDown, j) => {
      across.forEach((weightAcross, i) => {
        value += weightDown * weightAcross * at(small, column + i, row + j, c);
      });
    });
    return value;
  });
}

type Weights = (place: number) => [number, number[]];
const nearestWeights: Weights = (place) => [Math.round(place), [1]];
const linearWeights: Weights = (place) => {
  const first = Math.floor(place);
  return [first, [1 - (place - first), place - first]];
};
const cubicWeights: Weights = (place) => {
  const first = Math.floor(place);
  const t = place - first;
  return [
    first - 1,
    [((2 - t) * t - 1) * t, (3 * t - 5) * t * t + 2, ((4 - 3 * t) * t + 1) * t, (t - 1) * t * t].map(
      (w) => w / 2,
    ),
  ];
};

export function fewColours(picture: Picture, levels: number): Picture {
  const step = 256 / levels;
  return mapped(picture, (x, y, c) => Math.floor(at(picture, x, y, c) / step) * step);
}

/** Median over a square, of each channel. */
export function median(picture: Picture, reach: number): Picture {
  return mapped(picture, (x, y, c) => {
    const values: number[] = [];
    for (let dy = -reach; dy <= reach; dy++)
      for (let dx = -reach; dx <= reach; dx++) values.push(at(picture, x + dx, y + dy, c));
    return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  });
}

/** Grey around it. */
export function padded(picture: Picture, margin: number): Picture {
  const side = picture.side + 2 * margin;
  return mapped({ data: picture.data, side }, (x, y, c) => {
    const inside = x >= margin && y >= margin && x < side - margin && y < side - margin;
    return inside ? at(picture, x - margin, y - margin, c) : 128;
  });
}

/** The luminance table of the JPEG standard (Annex K). */
const TABLE = [
  [16, 11, 10, 16, 24, 40, 51, 61],
  [12, 12, 14, 19, 26, 58, 60, 55],
  [14, 13, 16, 24, 40, 57, 69, 56],
  [14, 17, 22, 29, 51, 87, 80, 62],
  [18, 22, 37, 56, 68, 109, 103, 77],
  [24, 35, 55, 64, 81, 104, 113, 92],
  [49, 64, 78, 87, 103, 121, 120, 101],
  [72, 92, 95, 98, 112, 100, 103, 99],
];
const COSINES = Array.from({ length: 8 }, (_, k) =>
  Array.from(
    { length: 8 },
    (_, i) => Math.cos(((2 * i + 1) * k * Math.PI) / 16) * (k === 0 ? Math.SQRT1_2 : 1) * 0.5,
  ),
);

/** What JPEG of a quality loses: every 8×8 block's cosines rounded to multiples of its table, in each channel. */
export function jpegLoss(picture: Picture, quality: number): Picture {
  const scale = quality < 50 ? 50 / quality : 2 - quality / 50;
  const result = new Uint8Array(picture.data.length);
  const { side } = picture;
  for (let top = 0; top < side; top += 8) {
    for (let left = 0; left < side; left += 8) {
      for (let c = 0; c < 3; c++) {
        const block = COSINES.map((_, y) => COSINES.map((_, x) => at(picture, left + x, top + y, c) - 128));
        const kept = transformed(block, false).map((row, v) =>
          row.map((value, u) => {
            const step = Math.max(1, (TABLE[v]?.[u] ?? 1) * scale);
            return Math.round(value / step) * step;
          }),
        );
        transformed(kept, true).forEach((row, y) => {
          row.forEach((value, x) => {
            result[((top + y) * side + left + x) * 3 + c] = Math.max(
              0,
              Math.min(255, Math.round(value + 128)),
            );
          });
        });
      }
    }
  }
  return { data: result, side };
}

function transformed(block: number[][], back: boolean): number[][] {
  const weight = (k: number, i: number): number => (back ? COSINES[i]?.[k] : COSINES[k]?.[i]) ?? 0;
  const along = (rows: number[][]): number[][] =>
    rows.map((row) => COSINES.map((_, k) => row.reduce((sum, value, i) => sum + value * weight(k, i), 0)));
  const flip = (rows: number[][]): number[][] => COSINES.map((_, x) => rows.map((row) => row[x] ?? 0));
  return flip(along(flip(along(block))));
}
