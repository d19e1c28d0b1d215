import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseCalibration } from '../../../../src/detector/calibration.ts';
import { root } from '../../../../tools/lib/build.ts';

/** The calibration that ships. */
export const shippedCalibration = parseCalibration(
  JSON.parse(readFileSync(path.join(root, 'models/detector/calibration.json'), 'utf8')),
);
