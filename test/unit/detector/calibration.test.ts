import { describe, expect, it } from 'vitest';
import { featureDistance, logOdds, parseCalibration } from '../../../src/detector/calibration.ts';
import { ModelFilesError } from '../../../src/detector/model-files-error.ts';

const file = {
  version: 1,
  modelVersion: 'trial',
  temperature: 2,
  bias: -0.5,
  thresholds: { manipulated: 0.9, noSign: 0.2 },
  feature: { mean: [1, 2], std: [0.5, 1], maxDistance: 3 },
};

describe('calibration', () => {
  it('divides the logit by the temperature and adds the bias', () => {
    expect(logOdds(parseCalibration(file), 3)).toBeCloseTo(1);
  });

  it('measures features in standard deviations, 1 being the largest familiar distance', () => {
    const calibration = parseCalibration(file);
    expect(featureDistance(calibration, [1, 2])).toBe(0);
    expect(featureDistance(calibration, [1 + 0.5 * 3, 2 + 3])).toBeCloseTo(1);
  });

  it('refuses a feature of another length, as of another release', () => {
    expect(() => featureDistance(parseCalibration(file), [1])).toThrow(ModelFilesError);
  });

  it('keeps the room between crossed thresholds as unclear', () => {
    const crossed = { ...file, thresholds: { manipulated: 0.3, noSign: 0.6 } };
    expect(parseCalibration(crossed).thresholds).toEqual({ manipulated: 0.6, noSign: 0.3 });
  });

  it('has thresholds for videos, rates and a least sharpness only where the file has them', () => {
    const { thresholds, atThreshold, quality } = parseCalibration(file);
    expect([thresholds, atThreshold, quality]).toEqual([file.thresholds, undefined, undefined]);
    const atThresholdGiven = { truePositiveRate: 0.4, falsePositiveRate: 0, videos: 300 };
    const full = parseCalibration({
      ...file,
      thresholds: { ...file.thresholds, video: { manipulated: 0.2, noSign: 0.7 } },
      atThreshold: atThresholdGiven,
      quality: { minSharpness: 0.05, maxNoise: 2 },
    });
    expect(full.thresholds).toEqual({ ...file.thresholds, video: { manipulated: 0.7, noSign: 0.2 } });
    expect(full).toMatchObject({
      atThreshold: atThresholdGiven,
      quality: { minSharpness: 0.05, maxNoise: 2 },
    });
  });

  it.each([
    [
      'thresholds for videos without room between',
      { ...file, thresholds: { ...file.thresholds, video: { manipulated: 0.5, noSign: 0.5 } } },
    ],
    ['a rate above one', { ...file, atThreshold: { truePositiveRate: 2, falsePositiveRate: 0, videos: 9 } }],
    ['rates of no video', { ...file, atThreshold: { truePositiveRate: 1, falsePositiveRate: 0, videos: 0 } }],
    ['a noise of zero', { ...file, quality: { minSharpness: 0, maxNoise: 0 } }],
    ['a sharpness below zero', { ...file, quality: { minSharpness: -1 } }],
    ['a temperature of zero', { ...file, temperature: 0 }],
    ['a threshold above one', { ...file, thresholds: { manipulated: 1.2, noSign: 0.1 } }],
    ['statistics of unequal length', { ...file, feature: { ...file.feature, std: [1] } }],
    ['no model version', { ...file, modelVersion: '' }],
  ])('refuses %s', (_, broken) => {
    expect(() => parseCalibration(broken)).toThrow();
  });
});
