import * as v from 'valibot';
import { INPUT_SIZE } from './crop.ts';
import { MASK_FIELDS } from './mask.ts';
import { ModelFilesError } from './model-files-error.ts';
import { parseCalibration, type Calibration } from './calibration.ts';
import { parse, verifiedFiles, type Fetch } from './verified-files.ts';

/** What every backend must reproduce before it may judge. */
export interface Golden {
  /** uint8, `[count, INPUT_SIZE, INPUT_SIZE, 3]`. */
  inputs: Uint8Array;
  /** One a picture, before calibration. */
  logits: number[];
  /** One a picture, each `[MASK_FIELDS]` logits row by row; missing for a network without a mask. */
  masks?: number[][] | undefined;
  /** Largest |Δlogit| that counts as the same. */
  tolerance: number;
}

/** All of the detector, verified, in memory. */
export interface ModelFiles {
  topology: ArrayBuffer;
  weights: ArrayBuffer;
  calibration: Calibration;
  golden: Golden;
}

const FILES = ['model.json', 'weights.bin', 'golden.json', 'golden.bin', 'calibration.json'] as const;

const finite = v.pipe(v.number(), v.finite());
const GoldenSchema = v.object({
  shape: v.tuple([v.number(), v.literal(INPUT_SIZE), v.literal(INPUT_SIZE), v.literal(3)]),
  logits: v.pipe(v.array(finite), v.minLength(1)),
  masks: v.optional(v.array(v.pipe(v.array(finite), v.length(MASK_FIELDS)))),
  tolerance: v.pipe(v.number(), v.gtValue(0)),
});

/**
 * Reads the detector and checks every file against its checksum.
 * @param base address of the folder that holds `checksums.json` and `detector/`, ending in a slash.
 * @throws ModelFilesError if any file is missing, differs from its checksum or is malformed.
 */
export async function loadModelFiles(base: string, fetchFile: Fetch = fetch): Promise<ModelFiles> {
  const [topology, weights, goldenJson, goldenBytes, calibrationJson] = await verifiedFiles(
    base,
    FILES.map((name) => `detector/${name}`),
    fetchFile,
  );
  if (!topology || !weights || !goldenJson || !goldenBytes || !calibrationJson) {
    throw new ModelFilesError('The detector is missing');
  }
  const golden = parse('golden.json', goldenJson, (json) => v.parse(GoldenSchema, json));
  const inputs = new Uint8Array(goldenBytes);
  const perPicture = INPUT_SIZE * INPUT_SIZE * 3;
  if (inputs.length !== golden.logits.length * perPicture) {
    throw new ModelFilesError(
      `golden.bin holds ${inputs.length / perPicture} pictures, golden.json ${golden.logits.length} logits`,
    );
  }
  if (golden.masks && golden.masks.length !== golden.logits.length) {
    throw new ModelFilesError(
      `golden.json holds ${golden.masks.length} masks, but ${golden.logits.length} logits`,
    );
  }
  return {
    topology,
    weights,
    calibration: parse('calibration.json', calibrationJson, parseCalibration),
    golden: { inputs, logits: golden.logits, masks: golden.masks, tolerance: golden.tolerance },
  };
}
