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
  | { kind: 'photo'; photo: string; from: Window; to: Window; seconds: number }
  | { kind: 'shapes'; hue: number; seconds: number };

export interface Recipe {
  width: number;
  height: number;
  framesPerSecond: number;
  container: 'mp4' | 'webm' | 'fragmented';
  scenes: readonly Scene[];
  /** A quiet tone beside the picture, or in place of it where there are no scenes. */
  toneSeconds: number;
}

function photo(name: string, from: Window, to: Window, seconds: number): Scene {
  return { kind: 'photo', photo: `${name}.jpg`, from, to, seconds };
}

const BASE = { width: 640, height: 360, framesPerSecond: 25, toneSeconds: 0 } as const;

/** Faces below are named by where they sit: photograph, then from left to right. */
const STAIRS_FRONT = photo('sample5', { x: 120, y: 800, width: 760 }, { x: 190, y: 840, width: 640 }, 4);
const STAIRS_RIGHT = photo('sample5', { x: 1190, y: 320, width: 700 }, { x: 1230, y: 345, width: 640 }, 4);
const BLINDS_LEFT = photo('sample6', { x: 30, y: 470, width: 600 }, { x: 70, y: 500, width: 520 }, 4);
const BLINDS_RIGHT = photo('sample6', { x: 1350, y: 220, width: 570 }, { x: 1380, y: 240, width: 530 }, 4);
const LOUNGE_LEFT = photo('sample3', { x: 420, y: 280, width: 620 }, { x: 460, y: 310, width: 540 }, 4);
const LOUNGE_PAIR = photo('sample3', { x: 1000, y: 110, width: 900 }, { x: 1040, y: 130, width: 840 }, 4);
const BLINDS_PAIR = photo('sample6', { x: 1080, y: 170, width: 820 }, { x: 1100, y: 190, width: 780 }, 4);

export const RECIPES = {
  /** One woman, in the three containers players meet. */
  'one-face.mp4': { ...BASE, container: 'mp4', scenes: [STAIRS_FRONT], toneSeconds: 4 },
  'one-face.webm': { ...BASE, container: 'webm', scenes: [BLINDS_LEFT] },
  'one-face-fragmented.mp4': { ...BASE, container: 'fragmented', scenes: [LOUNGE_LEFT] },
  'one-face-right.webm': { ...BASE, container: 'webm', scenes: [STAIRS_RIGHT] },
  'two-faces.webm': { ...BASE, container: 'webm', scenes: [LOUNGE_PAIR] },
  'two-faces-blinds.webm': { ...BASE, container: 'webm', scenes: [BLINDS_PAIR] },
  'no-face.webm': { ...BASE, container: 'webm', scenes: [{ kind: 'shapes', hue: 210, seconds: 4 }] },
  'no-face.mp4': { ...BASE, container: 'mp4', scenes: [{ kind: 'shapes', hue: 30, seconds: 4 }] },
  /** A cut to another person. */
  'cut.webm': { ...BASE, container: 'webm', scenes: [BLINDS_RIGHT, STAIRS_FRONT] },
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

/** Raised when the maker draws or encodes otherwise, so that clips made before are made anew. */
export const MAKER_VERSION = 1;
