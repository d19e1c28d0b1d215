import { readFileSync } from 'node:fs';
import { limitsOf, parseCalibration } from '../../../src/detector/calibration.ts';
import type { Thresholds } from '../../../src/verdict/aggregation/aggregation.ts';

const CALIBRATION = new URL('../../../models/detector/calibration.json', import.meta.url);

/**
 * The thresholds of the weights that are in the repository now.
 * @throws Error if the file is missing, ValiError if it is not a calibration.
 */
export function shippedThresholds(): Thresholds {
  const json: unknown = JSON.parse(readFileSync(CALIBRATION, 'utf8'));
  return limitsOf(parseCalibration(json));
}
