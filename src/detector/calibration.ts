import * as v from 'valibot';
import { ThresholdRatesSchema } from '../contracts/threshold-rates.ts';
import { BandSchema, type Band } from '../contracts/band.ts';
import { ModelFilesError } from './model-files-error.ts';

function ordered({ manipulated, noSign }: Band): Band {
  return { manipulated: Math.max(manipulated, noSign), noSign: Math.min(manipulated, noSign) };
}

function hasRoom({ manipulated, noSign }: Band): boolean {
  return noSign < manipulated;
}

const NO_ROOM = 'noSign must lie below manipulated';

/**
 * At or above `manipulated`: likely manipulated. At or below `noSign`: no sign. Between: unclear.
 * Each is fitted to an error rate of its own; for a network that keeps both with room to spare they cross, and the
 * room is kept as "unclear".
 */
const ThresholdsSchema = v.pipe(
  v.object({
    /** On the probability of single frames. */
    ...BandSchema.entries,
    /** On that of videos: sigmoid of the mean log-odds of a face's frames. Without them the others hold for videos, too. */
    video: v.optional(v.pipe(BandSchema, v.transform(ordered), v.check(hasRoom, NO_ROOM))),
  }),
  v.transform(({ video, ...frame }) => ({ ...ordered(frame), ...(video && { video }) })),
  v.check(hasRoom, NO_ROOM),
);

/** `models/detector/calibration.json`: how the network's outputs become probabilities, fitted after training. */
const CalibrationSchema = v.pipe(
  v.object({
    version: v.number(),
    modelVersion: v.pipe(v.string(), v.minLength(1)),
    /** p = sigmoid(logit / temperature + bias) */
    temperature: v.pipe(v.number(), v.finite(), v.gtValue(0)),
    bias: v.pipe(v.number(), v.finite()),
    thresholds: ThresholdsSchema,
    /** How the threshold `manipulated` does on clips made of validation stills: tells what a verdict is worth where fakes are rare. */
    atThreshold: v.optional(ThresholdRatesSchema),
    quality: v.optional(
      v.object({
        /** Below this sharpness (see `sharpness.ts`) a face is too blurred to be judged. */
        minSharpness: v.pipe(v.number(), v.finite(), v.minValue(0)),
        /** Above this noise (see `noise.ts`) traces drown, and fakes would pass as faces without any. */
        maxNoise: v.optional(v.pipe(v.number(), v.finite(), v.gtValue(0))),
        /** Below this share of its detail (see `detail.ts`) a face cannot be judged. */
        minDetail: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
      }),
    ),
    feature: v.object({
      mean: v.array(v.pipe(v.number(), v.finite())),
      std: v.array(v.pipe(v.number(), v.finite(), v.minValue(0))),
      /** Beyond this distance from the training faces a face is unfamiliar. */
      maxDistance: v.pipe(v.number(), v.finite(), v.gtValue(0)),
    }),
  }),
  v.check(
    (file) => file.feature.mean.length === file.feature.std.length,
    'mean and std must be equally long',
  ),
);
export type Calibration = v.InferOutput<typeof CalibrationSchema>;

/** @throws ValiError saying what is wrong with the file. */
export function parseCalibration(json: unknown): Calibration {
  return v.parse(CalibrationSchema, json);
}

/** What separates the verdicts, in one object. */
export function limitsOf({
  thresholds,
  quality,
}: Calibration): Calibration['thresholds'] & Partial<NonNullable<Calibration['quality']>> {
  return { ...thresholds, ...quality };
}

/** Calibrated log-odds that a face is manipulated: logit / temperature + bias. */
export function logOdds(calibration: Calibration, logit: number): number {
  return logit / calibration.temperature + calibration.bias;
}

/** The logit from which on a single face is called manipulated. */
export function thresholdLogit({ thresholds: { manipulated }, bias, temperature }: Calibration): number {
  const odds = Math.log(manipulated / (1 - manipulated));
  return (odds - bias) * temperature;
}

/** Spread below which a unit of the feature carries no information; it would blow the distance up. */
const SMALLEST_STD = 1e-6;

/**
 * How far a feature lies from those of the training faces: the root mean square of its standardised units
 * (a diagonal Mahalanobis distance per dimension), in units of the largest distance that still counts as familiar.
 * @param feature `[units]`, as long as the calibration's mean.
 * @returns 0…; above 1 the face is unlike those of training.
 * @throws ModelFilesError if the lengths differ: network and calibration are not of the same release.
 */
export function featureDistance(calibration: Calibration, feature: ArrayLike<number>): number {
  const { mean, std, maxDistance } = calibration.feature;
  if (feature.length !== mean.length) {
    throw new ModelFilesError(`The feature has ${feature.length} units, the calibration ${mean.length}`);
  }
  let sum = 0;
  for (let i = 0; i < mean.length; i++) {
    const z = ((feature[i] ?? 0) - (mean[i] ?? 0)) / Math.max(std[i] ?? 0, SMALLEST_STD);
    sum += z * z;
  }
  return Math.sqrt(sum / Math.max(1, mean.length)) / maxDistance;
}
