import type { Band } from '../../contracts/band.ts';
import { TUNABLES } from '../tunables.ts';
import type { Stretch, Verdict } from '../types.ts';

/** One judged frame of one face, as the detector and the geometry give it. */
export interface FaceFrame {
  timeMs: number;
  /** Calibrated log-odds that the face is manipulated. */
  logOdds: number;
  /** Distance of its feature from those of training; above 1 it is unfamiliar. */
  distance: number;
  /** Longer side of the detected box in native pixels. */
  side: number;
  /** Of the crop, whatever its contrast; 0 is a flat one. */
  sharpness: number;
  /** Standard deviation of the noise in its brightness, in steps of 255. */
  noise: number;
  /** Share, 0…1, of the detail that its size promises; see `detail.ts` of the detector. */
  detail: number;
  /** Strokes of lettering over it, in a row; see `lettering.ts` of the detector. */
  lettering: number;
  /** Share, 0…1, of it that a flat picture covers; see `graphics.ts` of the detector. */
  graphic: number;
  /** How far the face is turned in the picture's plane, in degrees; 0 is upright. */
  roll: number;
  /** How far it is turned aside, in degrees; 0 looks into the camera. */
  yaw: number;
}

/** From the detector's calibration. */
export interface Thresholds extends Band {
  /** For faces seen in several frames; without it the others, made for a single frame, hold for them, too. */
  video?: Band;
  /** Below this sharpness a face is too blurred to be judged. */
  minSharpness?: number;
  /** Above this noise a face is too noisy to be judged. */
  maxNoise?: number;
  /** Below this share of detail a face shows too little to be judged; without it `TUNABLES.minDetail` holds. */
  minDetail?: number;
}

/** Whether a face is too blurred to be judged by this frame. */
export function isBlurred(
  { sharpness }: Pick<FaceFrame, 'sharpness'>,
  { minSharpness = 0 }: Thresholds,
): boolean {
  return sharpness < minSharpness;
}

/** Whether a face is too noisy to be judged by this frame. */
export function isNoisy({ noise }: Pick<FaceFrame, 'noise'>, { maxNoise = Infinity }: Thresholds): boolean {
  return noise > maxNoise;
}

/** Whether the picture holds too little detail to be judged by this frame. */
export function lacksDetail(
  { detail }: Pick<FaceFrame, 'detail'>,
  { minDetail = TUNABLES.minDetail }: Thresholds,
): boolean {
  return detail < minDetail;
}

/** Whether words or a picture were drawn over the face. */
export function isCovered({ lettering, graphic }: Pick<FaceFrame, 'lettering' | 'graphic'>): boolean {
  return lettering > TUNABLES.maxLettering || graphic > TUNABLES.maxGraphic;
}

/** Whether a face is turned further than those of training. */
export function isTurned({ roll, yaw }: Pick<FaceFrame, 'roll' | 'yaw'>): boolean {
  return Math.abs(roll) > TUNABLES.rollLimit || Math.abs(yaw) > TUNABLES.yawLimit;
}

/** What is said of one face. */
export interface Judgement {
  /** 0…1. */
  probability: number;
  verdict: Verdict;
  /** The longest run of high frames, however few frames of the face there are; null where there is none. */
  run: Stretch | null;
  /** More frames would not change the verdict, as far as can be told. */
  settled: boolean;
}

/** 0…1 for any log-odds. */
export function sigmoid(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/** Inverse of {@link sigmoid}; ±∞ at 0 and 1. */
export function logit(probability: number): number {
  return Math.log(probability / (1 - probability));
}
