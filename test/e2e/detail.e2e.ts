import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { detailOf } from '../../src/detector/detail.ts';
import { overlayOf } from '../../src/detector/overlay.ts';
import type { Raster } from '../../src/detector/resize.ts';
import { isCovered } from '../../src/verdict/aggregation/aggregation.ts';
import { TUNABLES } from '../../src/verdict/tunables.ts';
import { root } from '../../tools/lib/build.ts';
import { useStage } from '../support/stage.ts';

/** Faces in photographs that the browser itself has damaged or drawn over, measured as the engine measures them. */
const stage = useStage({ site: false });

const PHOTOS = path.join(root, 'node_modules/@vladmandic/face-api/demo');
/** One face of each photograph, as the face detector boxes it; brought to a side of 224 px, which is about what it has. */
const FACES = [
  { photo: 'sample1', x: 381, y: 393, side: 201 },
  { photo: 'sample2', x: 882, y: 231, side: 231 },
  { photo: 'sample3', x: 1041, y: 243, side: 252 },
  { photo: 'sample4', x: 948, y: 225, side: 198 },
  { photo: 'sample5', x: 1371, y: 426, side: 234 },
  { photo: 'sample6', x: 618, y: 360, side: 264 },
] as const;
const SIDE = 224;

/** Steps that a browser can do to a picture, one after the other. */
type Step =
  | { resize: number; smooth: boolean }
  | { jpeg: number }
  | { blur: number }
  /** Cells of so many px, the first cut off by `offset`. */
  | { mosaic: number; offset: number }
  | { levels: number }
  /** A line of words across the face, its upper edge and height in px; `line` is drawn around the letters, `box` behind them. */
  | { words: string; top: number; height: number; fill: string; line?: string; box?: string }
  /** A flat ellipse over all of a rectangle, or the rectangle itself. */
  | {
      flat: 'ellipse' | 'rectangle';
      at: [x: number, y: number, width: number, height: number];
      fill: string;
    };

interface Square {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Damaged {
  side: number;
  /** RGBA, base64. */
  pixels: string;
}

/** Runs in the page. @returns the face cut from its photograph, as PNG in base64: without a loss, and soon decoded. */
async function cut({
  jpeg,
  face,
  side,
}: {
  jpeg: string;
  face: (typeof FACES)[number];
  side: number;
}): Promise<string> {
  const context = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2d canvas');
  context.imageSmoothingQuality = 'high';
  const bytes = Uint8Array.from(atob(jpeg), (character) => character.charCodeAt(0));
  const photo = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
  context.drawImage(photo, face.x, face.y, face.side, face.side, 0, 0, side, side);
  const png = await (await context.canvas.convertToBlob({ type: 'image/png' })).arrayBuffer();
  return btoa(Array.from(new Uint8Array(png), (value) => String.fromCharCode(value)).join(''));
}

const cuts: string[] = [];
beforeAll(async () => {
  const page = await stage.browser.page('licenses.txt');
  for (const face of FACES) {
    const jpeg = await readFile(path.join(PHOTOS, `${face.photo}.jpg`), 'base64');
    cuts.push(await page.evaluate(cut, { jpeg, face, side: SIDE }));
  }
  await page.close();
});

/** Runs in the page. */
async function damage({ png, steps }: { png: string; steps: Step[] }): Promise<Damaged> {
  const blank = (size: number) => {
    const context = new OffscreenCanvas(size, size).getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('no 2d canvas');
    context.imageSmoothingQuality = 'high';
    return context;
  };
  const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0));
  const face = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  let now = blank(face.width);
  now.drawImage(face, 0, 0);
  for (const step of steps) {
    const before = now;
    const { width } = before.canvas;
    now = blank('resize' in step ? step.resize : width);
    if ('resize' in step) {
      now.imageSmoothingEnabled = step.smooth;
      now.drawImage(before.canvas, 0, 0, step.resize, step.resize);
    } else if ('jpeg' in step) {
      const blob = await before.canvas.convertToBlob({ type: 'image/jpeg', quality: step.jpeg / 100 });
      now.drawImage(await createImageBitmap(blob), 0, 0);
    } else if ('blur' in step) {
      now.filter = `blur(${step.blur}px)`;
      now.drawImage(before.canvas, 0, 0);
    } else if ('mosaic' in step) {
      const cells = Math.ceil((width + step.offset) / step.mosaic);
      const small = blank(cells);
      small.drawImage(
        before.canvas,
        step.offset / step.mosaic,
        step.offset / step.mosaic,
        width / step.mosaic,
        width / step.mosaic,
      );
      now.imageSmoothingEnabled = false;
      now.drawImage(small.canvas, -step.offset, -step.offset, cells * step.mosaic, cells * step.mosaic);
    } else if ('words' in step) {
      now.drawImage(before.canvas, 0, 0);
      const { top, height, fill, line, box } = step;
      now.font = `bold ${height}px sans-serif`;
      now.textBaseline = 'top';
      now.lineWidth = height / 6;
      if (box) {
        now.fillStyle = box;
        now.fillRect(0, top - height / 4, width, 1.5 * height);
      }
      if (line) {
        now.strokeStyle = line;
        now.strokeText(step.words, -10, top);
      }
      now.fillStyle = fill;
      now.fillText(step.words, -10, top);
    } else if ('flat' in step) {
      now.drawImage(before.canvas, 0, 0);
      const [x, y, w, h] = step.at;
      now.fillStyle = step.fill;
      now.beginPath();
      if (step.flat === 'rectangle') now.rect(x, y, w, h);
      else now.ellipse(x + w / 2, y + h / 2, w / 2, h / 2, 0, 0, 2 * Math.PI);
      now.fill();
    } else {
      const image = before.getImageData(0, 0, width, width);
      const size = 256 / step.levels;
      image.data.forEach((value, i) => {
        if (i % 4 !== 3) image.data[i] = Math.floor(value / size) * size;
      });
      now.putImageData(image, 0, 0);
    }
  }
  const { width } = now.canvas;
  const { data } = now.getImageData(0, 0, width, width);
  return { side: width, pixels: btoa(Array.from(data, (value) => String.fromCharCode(value)).join('')) };
}

async function measured<T>(
  steps: Step[],
  by: (pixels: Raster, region: Square, face: Square) => T,
): Promise<T[]> {
  const page = await stage.browser.page('licenses.txt');
  const results: T[] = [];
  for (const png of cuts) {
    const { side, pixels } = await page.evaluate(damage, { png, steps });
    const region = { x: 0, y: 0, width: side, height: side };
    const raster = { width: side, height: side, channels: 4, data: Buffer.from(pixels, 'base64') } as const;
    results.push(by(raster, region, region));
  }
  await page.close();
  return results;
}

const details = (steps: Step[]) => measured(steps, detailOf);
const covered = (steps: Step[]) =>
  measured(steps, (pixels, region, face) => isCovered(overlayOf(pixels, region, face)));

test.for<[string, Step[]]>([
  ['as they are', []],
  ['as JPEG 70', [{ jpeg: 70 }]],
  ['as JPEG 50', [{ jpeg: 50 }]],
  ['at half size', [{ resize: 112, smooth: true }]],
  ['at half size, as JPEG 70', [{ resize: 112, smooth: true }, { jpeg: 70 }]],
])('faces in photographs have enough detail %s', async ([, steps]) => {
  for (const detail of await details(steps)) expect(detail).toBeGreaterThan(TUNABLES.minDetail);
});

const MOSAICS = [8, 11, 14, 20, 28].flatMap((mosaic) =>
  [0, 5].map((offset): [string, Step[]] => [
    `in a mosaic of ${mosaic} px, ${offset} px aside`,
    [{ mosaic, offset }],
  ]),
);
const ENLARGED = [16, 24].flatMap((resize) =>
  [true, false].map((smooth): [string, Step[]] => [
    `enlarged from ${resize} px, ${smooth ? 'smoothly' : 'pixel by pixel'}`,
    [
      { resize, smooth: true },
      { resize: SIDE, smooth },
    ],
  ]),
);

test.for<[string, Step[]]>([
  ...MOSAICS,
  ...ENLARGED,
  ['in a mosaic as JPEG 75', [{ mosaic: 14, offset: 5 }, { jpeg: 75 }]],
  ['in a coarse mosaic as JPEG 40', [{ mosaic: 20, offset: 5 }, { jpeg: 40 }]],
  [
    'in a mosaic that was shrunk and compressed',
    [{ mosaic: 16, offset: 5 }, { resize: 171, smooth: true }, { jpeg: 75 }],
  ],
  ['under a blur of 4 px', [{ blur: 4 }]],
  ['under a blur of 8 px', [{ blur: 8 }]],
  ['as JPEG 5', [{ jpeg: 5 }]],
  ['in two levels a channel', [{ levels: 2 }]],
  ['in four levels a channel', [{ levels: 4 }]],
])('faces in photographs have too little detail %s', async ([, steps]) => {
  for (const detail of await details(steps)) expect(detail).toBeLessThan(TUNABLES.minDetail);
});

test('compression takes detail away step by step', async () => {
  const means: number[] = [];
  for (const jpeg of [90, 50, 30, 20, 10, 5]) {
    const all = await details([{ jpeg }]);
    means.push(all.reduce((sum, value) => sum + value, 0) / all.length);
  }
  expect([...means].sort((a, b) => b - a)).toEqual(means);
});

const WORDS = { words: 'what I told him was that', height: 24, top: 150, fill: 'white' };
const CAPTIONS = [
  ['white words with a line', { ...WORDS, line: 'black' }],
  ['plain white words', { ...WORDS, top: 60 }],
  ['yellow capitals', { ...WORDS, words: 'THIS CHANGES ALL', fill: '#ffe600', line: 'black', height: 32 }],
  ['words in a dark box', { ...WORDS, box: 'rgb(0 0 0 / 0.65)' }],
  ['black words in a white box', { ...WORDS, fill: 'black', box: 'white', top: 180 }],
  ['words of another script', { ...WORDS, words: 'Вот что я ему сказал', line: 'black' }],
  ['a bar over the eyes', { flat: 'rectangle', at: [0, 70, 224, 44], fill: 'black' }],
  ['an emblem', { flat: 'ellipse', at: [60, 90, 100, 100], fill: '#1446c8' }],
] as const satisfies [string, Step][];

test.for(CAPTIONS)('%s over faces in photographs are noticed', async ([, drawn]) => {
  const all = [...(await covered([drawn])), ...(await covered([drawn, { jpeg: 60 }]))];
  expect(all.filter(Boolean).length).toBeGreaterThanOrEqual(all.length - 1);
});

test('nothing lies over faces in photographs as they are', async () => {
  for (const steps of [[], [{ jpeg: 50 }], [{ resize: 112, smooth: true }], [{ blur: 2 }]] satisfies Step[][])
    expect(await covered(steps)).toEqual(FACES.map(() => false));
});
