import { describe, expect, it } from 'vitest';
import { overlayOf } from '../../../src/detector/overlay.ts';
import { isCovered } from '../../../src/verdict/aggregation/aggregation.ts';
import { drawFace } from '../tools/self-blend/drawn-faces.ts';
import { jpegLoss, type Picture } from './damage.ts';

/** Drawn faces; photographs are measured in a browser (test/e2e/detail.e2e.ts). */
const SIDE = 224;
const FACES = [3, 11].map((seed): Picture => drawFace(seed, SIDE));

type Colour = readonly [number, number, number];

/** Five by seven dots each. */
const LETTERS = [
  ['#...#', '##..#', '#.#.#', '#..##', '#...#', '#...#', '#...#'],
  ['.###.', '#...#', '#...#', '#####', '#...#', '#...#', '#...#'],
  ['#....', '#....', '#....', '#....', '#....', '#....', '#####'],
  ['.###.', '#....', '#....', '.###.', '....#', '....#', '.###.'],
] as const;

function painted(face: Picture, colourAt: (x: number, y: number) => Colour | null): Picture {
  const data = Uint8Array.from(face.data);
  for (let y = 0; y < face.side; y++) {
    for (let x = 0; x < face.side; x++) {
      const colour = colourAt(x, y);
      if (colour) data.set(colour, (y * face.side + x) * 3);
    }
  }
  return { ...face, data };
}

/** A line of words across the face, with letters of a height. */
function captioned(face: Picture, top: number, height: number, fill: Colour, around: Colour | null): Picture {
  const dot = height / 7;
  const inked = (x: number, y: number): boolean => {
    const row = Math.floor((y - top) / dot);
    const column = Math.floor(x / dot);
    return LETTERS[Math.floor(column / 6) % LETTERS.length]?.[row]?.[column % 6] === '#';
  };
  return painted(face, (x, y) => {
    if (inked(x, y)) return fill;
    const near = [-2, 2].some((step) => inked(x + step, y) || inked(x, y + step));
    return near ? around : null;
  });
}

function covered({ data, side }: Picture): boolean {
  const whole = { x: 0, y: 0, width: side, height: side };
  return isCovered(overlayOf({ width: side, height: side, channels: 3, data }, whole, whole));
}

const WHITE: Colour = [255, 255, 255];
const BLACK: Colour = [0, 0, 0];

describe('what was drawn over a face', () => {
  it.each<[string, (face: Picture) => Picture]>([
    ['white words with a black line around them', (face) => captioned(face, 150, 28, WHITE, BLACK)],
    ['plain white words', (face) => captioned(face, 100, 24, WHITE, null)],
    ['yellow words at the chin', (face) => captioned(face, 178, 21, [255, 235, 0], BLACK)],
    [
      'black words in a white box',
      (face) =>
        captioned(
          painted(face, (_, y) => (y > 50 && y < 100 ? WHITE : null)),
          60,
          28,
          BLACK,
          null,
        ),
    ],
    ['red words', (face) => captioned(face, 120, 35, [230, 0, 0], WHITE)],
    [
      'words in a box',
      (face) =>
        captioned(
          painted(face, (_, y) => (y > 140 && y < 190 ? [20, 20, 20] : null)),
          152,
          24,
          WHITE,
          null,
        ),
    ],
    ['a bar', (face) => painted(face, (_, y) => (y > 70 && y < 110 ? [10, 10, 10] : null))],
    [
      'a round emblem',
      (face) => painted(face, (x, y) => (Math.hypot(x - 130, y - 130) < 36 ? [20, 60, 200] : null)),
    ],
  ])('%s are noticed, also after compression', (_, draw) => {
    expect(FACES.map(draw).map(covered)).toEqual([true, true]);
    expect(FACES.map((face) => covered(jpegLoss(draw(face), 60)))).toEqual([true, true]);
  });

  it.each<[string, (face: Picture) => Picture]>([
    ['nothing', (face) => face],
    ['nothing, after compression', (face) => jpegLoss(face, 40)],
    [
      'a beard of many shades',
      (face) =>
        painted(face, (x, y) => {
          const shade = 0.7 + ((x * 37 + Math.floor(y / 6) * 53) % 25) / 100;
          const at = (y * face.side + x) * 3;
          const [red = 0, green = 0, blue = 0] = face.data.subarray(at, at + 3);
          return y > 150 && Math.abs(x - 112) < 45 && x % 7 < 3
            ? [red * shade, green * shade, blue * shade]
            : null;
        }),
    ],
    [
      'a frame of spectacles',
      (face) =>
        painted(face, (x, y) => {
          const lens = (middle: number) =>
            Math.abs(Math.hypot((x - middle) / 34, (y - 95) / 24) - 1) < 0.09 ? BLACK : null;
          return lens(74) ?? lens(150);
        }),
    ],
    ['a striped collar below it', (face) => painted(face, (x, y) => (y > 207 && x % 12 < 6 ? WHITE : null))],
    [
      'a highlight without an edge',
      (face) =>
        painted(face, (x, y) => {
          const light = Math.round(Math.min(255, 420 - 5 * Math.hypot(x - 110, y - 50)));
          return light > 180 ? [light, light, light] : null;
        }),
    ],
  ])('%s covers nothing', (_, draw) => {
    expect(FACES.map(draw).map(covered)).toEqual([false, false]);
  });
});
