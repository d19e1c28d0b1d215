import type { BackendName, UncheckedReason, Verdict } from '../../../src/verdict/types.ts';

/** What the evaluation page is asked and answers; all of it passes as JSON between Node.js and the browser. */

/** One file of an item, by its place in the page's file input. */
interface SourceRequest {
  file: number;
  /** Added to the media time of its frames, in ms: places the pictures of a clip. */
  timeMs: number;
  /** Frames to take of it, evenly spread; of a picture one is taken in any case. */
  frames: number;
}

export interface ItemRequest {
  sources: SourceRequest[];
  /** `whole`: each frame is the crop of a face already. */
  crop: 'detect' | 'whole';
  /** Size in px to which each frame is brought first, then encoded anew as JPEG. */
  squeeze: { width: number; height: number } | null;
  /** Done to each frame after that. */
  damage: { family: 'jpeg' | 'resize' | 'blur' | 'noise'; level: number } | null;
  /** Any text; noise drawn for the same text is the same. */
  seed: string;
}

/** One frame of the face that decided. */
export interface FrameAnswer {
  timeMs: number;
  logit: number;
  logOdds: number;
  distance: number;
  /** Longer side of the box in native px. */
  side: number;
  sharpness: number;
  /** Empty unless it was asked for. */
  feature: number[];
}

export interface ItemAnswer {
  verdict: Verdict;
  probability: number | null;
  /** In order of time. */
  frames: FrameAnswer[];
  /** Frames that were looked at. */
  framesSeen: number;
}

/** One face that was cut out of a frame. */
export interface CropAnswer {
  timeMs: number;
  /** In native px of the frame. */
  box: { x: number; y: number; width: number; height: number };
  /** In fractions of the crop, 0…1 inside it; empty where no face was looked for. */
  keypoints: { x: number; y: number }[];
  /** PNG, base64. */
  png: string;
}

export interface CropsAnswer {
  /** Why there is no crop; null if there is one. */
  reason: UncheckedReason | null;
  crops: CropAnswer[];
}

/** The engine that answers. */
export interface EngineAnswer {
  model: string;
  backend: BackendName;
}

/** The page's one global object. */
export interface EvaluationPage {
  /** Starts the engine. @throws Error if it cannot start: nothing can be measured then. */
  start: () => Promise<EngineAnswer>;
  /** @throws Error if the engine broke; what is wrong with a file is part of its answer. */
  score: (items: ItemRequest[], features: boolean) => Promise<ItemAnswer[]>;
  crop: (items: ItemRequest[], size: number) => Promise<CropsAnswer[]>;
  /** The first source of an item after squeezing, as JPEG in base64. */
  squeezed: (item: ItemRequest) => Promise<string>;
}
