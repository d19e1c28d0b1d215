import type { BackendName } from '../../src/contracts/backend.ts';
import type { Ranges } from '../../src/adaptation/samples/quantise.ts';
import type { AdaptationAnswer, AdaptationRequest } from './adaptation/requests.ts';
import type { FaceFrame } from '../../src/verdict/aggregation/aggregation.ts';
import type { FAMILIES } from '../lib/manifest/conditions.ts';
import type { UncheckedReason, Verdict } from '../../src/verdict/types.ts';

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
  damage: { family: Exclude<keyof typeof FAMILIES, 'h264'>; level: number } | null;
  /** Any text; noise drawn for the same text is the same. */
  seed: string;
}

/** One frame of the face that decided. */
export interface FrameAnswer extends Pick<
  FaceFrame,
  | 'timeMs'
  | 'logOdds'
  | 'distance'
  | 'side'
  | 'sharpness'
  | 'noise'
  | 'detail'
  | 'lettering'
  | 'graphic'
  | 'roll'
  | 'yaw'
> {
  logit: number;
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

/** Which pictures of a face are taken to the cut besides the face as it is judged. */
export interface CutOptions {
  /** Its mirror image. */
  mirror: boolean;
  /** A self-blend of it and what that was made of, both re-encoded alike. */
  blends: boolean;
}

/** Values at the cut of an item's faces. */
export interface CutsAnswer {
  /** Why there is no face; null if there is one. */
  reason: UncheckedReason | null;
  faces: {
    timeMs: number;
    /** One a picture: the face, then as asked for its mirror image, base and blend. Halves, little-endian, base64. */
    values: string[];
  }[];
}

/** Logits of faces by the network as it was installed: of their values at the cut, and of the same as bytes. */
export interface QuantisedLogits {
  exact: number[];
  rounded: number[];
}

/** Times in ms; what a machine was doing beside is in them. */
export interface SpeedAnswer {
  /** A whole round by itself: transfer, training, guard, figure. */
  roundMs: number;
  /** Of that round, each stretch between two moments at which others may go first. */
  slices: number[];
  /** From asking for the judgement of one face to its answer: with nothing else to do, and while a round runs. */
  idle: number[];
  whileTraining: number[];
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
  /** The input's only file is a set of faces with one picture each. */
  quantisedLogits: (ranges: Ranges) => Promise<QuantisedLogits>;
  /** The input's files are the sets of faces that the request names. */
  adapt: (request: AdaptationRequest) => Promise<AdaptationAnswer>;
  cuts: (items: ItemRequest[], options: CutOptions) => Promise<CutsAnswer[]>;
  /** Needs no files. */
  speed: () => Promise<SpeedAnswer>;
  /** The first source of an item after squeezing, as JPEG in base64. */
  squeezed: (item: ItemRequest) => Promise<string>;
}
