import type { Verdict } from '../types.ts';

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
}

/** Probabilities, 0…1, that separate the verdicts. */
export interface Band {
  manipulated: number;
  noSign: number;
}

/** Where a probability lies. */
export function kindIn(
  { manipulated, noSign }: Band,
  probability: number,
): 'manipulated' | 'noSign' | 'unclear' {
  if (probability >= manipulated) return 'manipulated';
  return probability <= noSign ? 'noSign' : 'unclear';
}

/** From the detector's calibration. */
export interface Thresholds extends Band {
  /** For faces seen in several frames; without it the others, made for a single frame, hold for them, too. */
  video?: Band;
  /** Below this sharpness a face is too blurred to be judged. */
  minSharpness?: number;
  /** Above this noise a face is too noisy to be judged. */
  maxNoise?: number;
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

/** What a rule says of one face. */
export interface Judgement {
  /** 0…1. */
  probability: number;
  verdict: Verdict;
  /** More frames would not change the verdict, as far as the rule can tell. */
  settled: boolean;
}

/**
 * A rule that makes one judgement of a face's frames. It depends on which frames there are, not on their order.
 * @param frames at least one.
 * @param faces how many faces of the video have enough frames to be judged; the worst of several is worse by chance.
 */
export type Aggregation = (frames: readonly FaceFrame[], thresholds: Thresholds, faces: number) => Judgement;

/** 0…1 for any log-odds. */
export function sigmoid(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/** Inverse of {@link sigmoid}; ±∞ at 0 and 1. */
export function logit(probability: number): number {
  return Math.log(probability / (1 - probability));
}
