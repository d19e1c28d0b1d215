import * as v from 'valibot';
import { INPUT_SIZE } from './crop.ts';
import { MASK_FIELDS } from './mask.ts';
import { ModelFilesError } from './model-files-error.ts';
import { parseCalibration, type Calibration } from './calibration.ts';

/** What every backend must reproduce before it may judge. */
export interface Golden {
  /** uint8, `[count, 128, 128, 3]`. */
  inputs: Uint8Array;
  /** One a picture, before calibration. */
  logits: number[];
  /** One a picture, each `[64]` logits row by row; missing for a network without a mask. */
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

type FileName = 'model.json' | 'weights.bin' | 'golden.json' | 'golden.bin' | 'calibration.json';

const ChecksumsSchema = v.record(v.string(), v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/i)));
const finite = v.pipe(v.number(), v.finite());
const GoldenSchema = v.object({
  shape: v.tuple([v.number(), v.literal(INPUT_SIZE), v.literal(INPUT_SIZE), v.literal(3)]),
  logits: v.pipe(v.array(finite), v.minLength(1)),
  masks: v.optional(v.array(v.pipe(v.array(finite), v.length(MASK_FIELDS)))),
  tolerance: v.pipe(v.number(), v.gtValue(0)),
});

type Fetch = (url: string) => Promise<Response>;

async function bytesOf(fetchFile: Fetch, url: string): Promise<ArrayBuffer> {
  let response: Response;
  try {
    response = await fetchFile(url);
  } catch (error) {
    throw new ModelFilesError(`${url} could not be read`, { cause: error });
  }
  if (!response.ok) throw new ModelFilesError(`${url} could not be read: status ${response.status}`);
  return response.arrayBuffer();
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function parse<T>(name: string, bytes: ArrayBuffer, read: (json: unknown) => T): T {
  try {
    return read(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    throw new ModelFilesError(`${name} is malformed`, { cause: error });
  }
}

/**
 * Reads the detector and checks every file against its checksum.
 * @param base address of the folder that holds `checksums.json` and `detector/`, ending in a slash.
 * @throws ModelFilesError if any file is missing, differs from its checksum or is malformed.
 */
export async function loadModelFiles(base: string, fetchFile: Fetch = fetch): Promise<ModelFiles> {
  const checksums = parse('checksums.json', await bytesOf(fetchFile, `${base}checksums.json`), (json) =>
    v.parse(ChecksumsSchema, json),
  );

  async function verified(name: FileName): Promise<ArrayBuffer> {
    const wanted = checksums[`detector/${name}`];
    if (wanted === undefined) throw new ModelFilesError(`checksums.json does not list detector/${name}`);
    const bytes = await bytesOf(fetchFile, `${base}detector/${name}`);
    if ((await sha256(bytes)) !== wanted.toLowerCase()) {
      throw new ModelFilesError(`detector/${name} differs from its checksum; the extension is damaged`);
    }
    return bytes;
  }

  const [topology, weights, goldenJson, goldenBytes, calibrationJson] = await Promise.all([
    verified('model.json'),
    verified('weights.bin'),
    verified('golden.json'),
    verified('golden.bin'),
    verified('calibration.json'),
  ]);
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
