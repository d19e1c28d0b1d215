import { GENUINE, SWAP, SWAPPED } from '../../src/pages/check-files/sample/scenes.ts';
import type { Swap } from '../../src/pages/check-files/sample/swap-face.ts';

/**
 * What the test videos show. The people are from the photographs that come with @vladmandic/face-api (MIT licence, taken
 * by its author); everything else is drawn.
 */

/** A window onto a photograph of which the height follows from the clip's shape; in the photograph's pixels. */
export interface Window {
  x: number;
  y: number;
  width: number;
}

/** One shot: a slow move over a photograph, or drawn shapes with nobody in them. */
export type Scene =
  | {
      kind: 'photo';
      photo: string;
      from: Window;
      to: Window;
      seconds: number;
      /** Cells of one colour, so many across the clip. */
      cells?: number;
      /** Turned by a quarter, clockwise; twice for upside down. */
      quarters?: 1 | 2;
      /** One face of the photograph in place of another. */
      swap?: Swap;
      /** Burned into the picture, in the middle of a line that begins at this share of the height. */
      caption?: { words: string; top: number };
    }
  | { kind: 'shapes'; hue: number; seconds: number };

export interface Recipe {
  width: number;
  height: number;
  framesPerSecond: number;
  container: 'mp4' | 'webm' | 'fragmented';
  /** Instead of what sites serve in this container. */
  codec?: 'av1';
  /** Each colour in so many bits instead of 8. */
  bits?: 10;
  scenes: readonly Scene[];
  /** A quiet tone beside the picture, or in place of it where there are no scenes. */
  toneSeconds: number;
}

function photo(name: string, from: Window, to: Window, seconds: number) {
  return { kind: 'photo', photo: `${name}.jpg`, from, to, seconds } as const satisfies Scene;
}

const BASE = { width: 640, height: 360, framesPerSecond: 25, toneSeconds: 0 } as const;

/** Faces below are named by where they sit: photograph, then from left to right. */
const STAIRS_FRONT = photo('sample5', { x: 120, y: 800, width: 760 }, { x: 190, y: 840, width: 640 }, 4);
const STAIRS_RIGHT = photo('sample5', { x: 1190, y: 320, width: 700 }, { x: 1230, y: 345, width: 640 }, 4);
const BLINDS_LEFT = photo('sample6', { x: 30, y: 470, width: 600 }, { x: 70, y: 500, width: 520 }, 4);
const BLINDS_RIGHT = photo('sample6', { x: 1350, y: 220, width: 570 }, { x: 1380, y: 240, width: 530 }, 4);
const LOUNGE_LEFT = photo('sample3', { x: 420, y: 280, width: 620 }, { x: 460, y: 310, width: 540 }, 4);
const LOUNGE_LEFT_TIGHT = photo('sample3', { x: 560, y: 360, width: 220 }, { x: 574, y: 370, width: 220 }, 4);
const LOUNGE_PAIR = photo('sample3', { x: 1000, y: 110, width: 900 }, { x: 1040, y: 130, width: 840 }, 4);
const BLINDS_PAIR = photo('sample6', { x: 1080, y: 170, width: 820 }, { x: 1100, y: 190, width: 780 }, 4);

const BLINDS_LEFT_PAIR = photo('sample6', { x: 120, y: 330, width: 860 }, { x: 150, y: 350, width: 800 }, 4);

/** There and back, so that each part goes on where the one before ended. */
const BLINDS_LEFT_THERE = photo('sample6', SWAPPED.from, SWAPPED.to, 54);
const BLINDS_LEFT_BACK = photo('sample6', SWAPPED.to, SWAPPED.from, 24);

function longer(scene: Scene, seconds: number): Scene {
  return { ...scene, seconds };
}

export const ANIMATION_FRAMES = 8;
export const ANIMATION_FRAME_MS = 200;

export const RECIPES = {
  /** One woman, in the three containers players meet. */
  'one-face.mp4': { ...BASE, container: 'mp4', scenes: [STAIRS_FRONT], toneSeconds: 4 },
  'one-face.webm': { ...BASE, container: 'webm', scenes: [BLINDS_LEFT] },
  'one-face-fragmented.mp4': { ...BASE, container: 'fragmented', scenes: [LOUNGE_LEFT] },
  'one-face-right.webm': { ...BASE, container: 'webm', scenes: [STAIRS_RIGHT] },
  'two-faces.webm': { ...BASE, container: 'webm', scenes: [LOUNGE_PAIR] },
  'two-faces-blinds.webm': { ...BASE, container: 'webm', scenes: [BLINDS_PAIR] },
  'two-faces-left.webm': { ...BASE, container: 'webm', scenes: [BLINDS_LEFT_PAIR] },
  /** The clips that the extension makes itself, to be tried on. */
  'sample.webm': { ...BASE, container: 'webm', scenes: [photo('sample6', GENUINE.from, GENUINE.to, 4)] },
  'swapped.webm': {
    ...BASE,
    container: 'webm',
    scenes: [{ ...photo('sample6', SWAPPED.from, SWAPPED.to, 4), swap: SWAP }],
  },
  /** What high dynamic range is recorded in. */
  'ten-bits.webm': { ...BASE, container: 'webm', bits: 10, scenes: [LOUNGE_LEFT] },
  /** What becomes an AVIF: frames as many and as long as those of the other animations. */
  'av1.mp4': {
    ...BASE,
    framesPerSecond: 1000 / ANIMATION_FRAME_MS,
    container: 'mp4',
    codec: 'av1',
    scenes: [longer(STAIRS_FRONT, (ANIMATION_FRAMES * ANIMATION_FRAME_MS) / 1000)],
  },
  'no-face.webm': { ...BASE, container: 'webm', scenes: [{ kind: 'shapes', hue: 210, seconds: 4 }] },
  'no-face.mp4': { ...BASE, container: 'mp4', scenes: [{ kind: 'shapes', hue: 30, seconds: 4 }] },
  /** One frame, shown for 4 s. */
  'still.webm': { ...BASE, container: 'webm', scenes: [{ ...BLINDS_LEFT, to: BLINDS_LEFT.from }] },
  'mosaic.webm': { ...BASE, container: 'webm', scenes: [{ ...STAIRS_FRONT, cells: 64 }] },
  'sideways.webm': {
    ...BASE,
    width: 360,
    height: 640,
    container: 'webm',
    scenes: [{ ...STAIRS_FRONT, quarters: 1 }],
  },
  'upside-down.webm': { ...BASE, container: 'webm', scenes: [{ ...STAIRS_FRONT, quarters: 2 }] },
  /** A face that fills the picture, which the detector finds less surely. */
  'upside-down-tight.webm': {
    ...BASE,
    width: 360,
    container: 'webm',
    scenes: [{ ...LOUNGE_LEFT_TIGHT, quarters: 2 }],
  },
  /** Words over the mouth, as subtitles lie where a face fills much of the picture. */
  'captioned.webm': {
    ...BASE,
    container: 'webm',
    scenes: [
      {
        ...STAIRS_FRONT,
        // Nearer in less time, so that no two frames of a check look the same.
        to: { x: 235, y: 864, width: 540 },
        caption: { words: 'and then they told us to wait', top: 0.52 },
      },
    ],
  },
  /** A cut to another person. */
  'cut.webm': { ...BASE, container: 'webm', scenes: [BLINDS_RIGHT, STAIRS_FRONT] },
  /** A person, then nobody, and the other way round. */
  'face-then-none.mp4': {
    ...BASE,
    container: 'mp4',
    scenes: [STAIRS_FRONT, { kind: 'shapes', hue: 210, seconds: 4 }],
  },
  'none-then-face.mp4': {
    ...BASE,
    container: 'mp4',
    scenes: [{ kind: 'shapes', hue: 210, seconds: 24 }, longer(STAIRS_FRONT, 16)],
  },
  /** A person who speaks for long, then a cut to another one. */
  'long-then-cut.mp4': {
    ...BASE,
    container: 'mp4',
    scenes: [longer(BLINDS_RIGHT, 24), longer(STAIRS_FRONT, 16)],
  },
  /** Two minutes of one shot; from 0:54 to 1:18 the face is another one. */
  'swapped-part.mp4': {
    ...BASE,
    framesPerSecond: 5,
    container: 'mp4',
    scenes: [BLINDS_LEFT_THERE, { ...BLINDS_LEFT_BACK, swap: SWAP }, longer(BLINDS_LEFT_THERE, 42)],
  },
  'audio-only.webm': { ...BASE, container: 'webm', scenes: [], toneSeconds: 2 },
  /** More pixels than a message between the extension's parts may carry. */
  'huge.webm': {
    ...BASE,
    width: 4096,
    height: 2304,
    framesPerSecond: 2,
    container: 'webm',
    scenes: [photo('sample5', { x: 120, y: 800, width: 760 }, { x: 190, y: 840, width: 640 }, 2)],
  },
} as const satisfies Record<string, Recipe>;

export type RecipeName = keyof typeof RECIPES;

export interface StillsRecipe {
  width: number;
  height: number;
  type: 'image/png' | 'image/webp' | 'rgba';
  scene: Scene;
}

const STILLS = { width: 320, height: 180, scene: STAIRS_FRONT } as const;

/** Of what animated pictures are put together; a GIF has colours enough for a face only where it is larger. */
export const STILLS_RECIPES = {
  'animated.gif': { ...STILLS, width: 640, height: 360, type: 'rgba' },
  'animated.webp': { ...STILLS, type: 'image/webp' },
  'animated.png': { ...STILLS, type: 'image/png' },
} as const satisfies Record<string, StillsRecipe>;

/** A still picture: squares of photographs on white. */
export interface PictureRecipe {
  width: number;
  height: number;
  type: 'image/png' | 'image/jpeg';
  parts: readonly { photo: string; from: Window; at: Window }[];
}

const FACE = { photo: 'sample5.jpg', from: { x: 300, y: 790, width: 400 } } as const;

export const PICTURE_RECIPES = {
  /** 108 megapixels, as telephones make them, with one face far too small for the whole. */
  'megapixels.jpg': {
    width: 12_000,
    height: 9000,
    type: 'image/jpeg',
    parts: [{ ...FACE, at: { x: 7100, y: 5200, width: 400 } }],
  },
  /** The screenshot of a whole page, with two faces in the same place of different parts. */
  'long-screenshot.png': {
    width: 480,
    height: 17_000,
    type: 'image/png',
    parts: [
      { ...FACE, at: { x: 40, y: 5000, width: 400 } },
      { ...FACE, at: { x: 40, y: 12_000, width: 400 } },
    ],
  },
} as const satisfies Record<string, PictureRecipe>;

/** Raised when the maker draws or encodes otherwise, so that clips made before are made anew. */
export const MAKER_VERSION = 1;
