import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { parseReplay } from '../../src/adaptation/samples/replay.ts';
import { parseTransfer } from '../../src/adaptation/look/transfer.ts';
import { differences } from '../../src/detector/golden.ts';
import { loadModelFiles, type ModelFiles } from '../../src/detector/model-files.ts';
import { Network } from '../../src/detector/network.ts';
import { MAX_REPLAY_BYTES, REPLAY_FILES } from '../lib/replay-files.ts';
import { useWasm } from './wasm.ts';

/** Checks the model folder as the extension does on the user's machine, and what only a developer can put right. */

/** One thing that was looked at. */
export interface Check {
  what: string;
  passed: boolean;
  /** What was measured; of a failed check, what is wrong and what to do. */
  detail: string;
}

const WEIGHTS = 'detector/weights.bin';
/** What every user downloads; more needs a reason. */
const MAX_WEIGHTS_BYTES = 8_000_000;
/** Has no checksum: the list itself, and a text for people. */
const NOT_LISTED = new Set(['checksums.json', 'MODEL_CARD.md']);

const ChecksumsSchema = v.record(v.string(), v.string());
/** The rest of the report has as many parts as there were data sets. */
const EvaluationSchema = v.looseObject({ modelVersion: v.pipe(v.string(), v.minLength(1)) });

/** @param folder `models/`. Never throws: what is wrong is a failed check. */
export async function verifyModels(folder: string): Promise<Check[]> {
  const checks = [...(await checksums(folder)), await weights(folder)];
  const readable = await attempt('detector: checksums and schemas as the extension reads them', async () => {
    const { calibration, golden } = await load(folder);
    return `${calibration.modelVersion}, ${golden.logits.length} golden pictures`;
  });
  checks.push(readable);
  checks.push(await attempt('evaluation.json: schema, and of this detector', () => evaluation(folder)));
  checks.push(
    await attempt('replay memory: as the extension reads it, and of this detector', () => replay(folder)),
  );
  checks.push(
    await attempt('transfer: as the extension reads it, and of this detector', () => transfer(folder)),
  );
  // Of files that could not be read the check before has told.
  if (readable.passed)
    checks.push(await attempt('golden vectors on WebAssembly: max |Δlogit|', () => golden(folder)));
  return checks;
}

/** @param look what to say if all is well; throws if it is not. */
async function attempt(what: string, look: () => Promise<string>): Promise<Check> {
  try {
    return { what, passed: true, detail: await look() };
  } catch (error) {
    return { what, passed: false, detail: reasonOf(error) };
  }
}

/** An error with its causes, since the schemas' own words are the innermost. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${reasonOf(error.cause)}`;
}

async function readJson(folder: string, name: string): Promise<unknown> {
  return JSON.parse(await readFile(path.join(folder, name), 'utf8')) as unknown;
}

/** Every listed file is there and is the one that was listed, and nothing else is in the folder. */
async function checksums(folder: string): Promise<Check[]> {
  let listed: Record<string, string> = {};
  const list = await attempt('checksums.json: schema', async () => {
    listed = v.parse(ChecksumsSchema, await readJson(folder, 'checksums.json'));
    return `${Object.keys(listed).length} files`;
  });
  const sums: Check[] = [];
  for (const [name, wanted] of Object.entries(listed)) {
    sums.push(await attempt(`${name}: checksum`, () => sameSum(path.join(folder, name), wanted)));
  }
  const complete = await attempt('no file without a checksum', async () => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const names = entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
      );
    const unlisted = names.filter((name) => !NOT_LISTED.has(name) && !(name in listed));
    if (unlisted.length > 0) {
      throw new Error(
        `${unlisted.join(', ')} not listed in checksums.json; remove it or export the model again`,
      );
    }
    return `${names.length} files in all`;
  });
  return [list, ...sums, complete];
}

async function sameSum(file: string, wanted: string): Promise<string> {
  const bytes = await readFile(file);
  const sum = createHash('sha256').update(bytes).digest('hex');
  if (sum !== wanted.toLowerCase()) {
    throw new Error(
      `has the SHA-256 ${sum}, but ${wanted} is listed; restore the file or export the model again`,
    );
  }
  return `${bytes.length} bytes`;
}

function weights(folder: string): Promise<Check> {
  return attempt(`${WEIGHTS}: at most ${MAX_WEIGHTS_BYTES / 1e6} MB`, async () => {
    const { size } = await stat(path.join(folder, WEIGHTS));
    const measured = `${(size / 1e6).toFixed(2)} MB`;
    if (size > MAX_WEIGHTS_BYTES) {
      throw new Error(`has ${measured}; train a smaller network or raise the limit with a reason`);
    }
    return measured;
  });
}

async function evaluation(folder: string): Promise<string> {
  const { modelVersion } = v.parse(EvaluationSchema, await readJson(folder, 'evaluation.json'));
  const calibration = v.parse(EvaluationSchema, await readJson(folder, 'detector/calibration.json'));
  if (modelVersion !== calibration.modelVersion) {
    throw new Error(
      `is about ${modelVersion}, but the detector is ${calibration.modelVersion}; export the model with its report again`,
    );
  }
  return modelVersion;
}

/** A folder without one is whole: nothing can be adapted then, and all else works. */
async function replay(folder: string): Promise<string> {
  const [json, bin] = [REPLAY_FILES.json, REPLAY_FILES.bin].map((name) => path.join(folder, name));
  if (!json || !bin || (!existsSync(json) && !existsSync(bin))) return 'there is none';
  const bytes = await readFile(bin);
  const { modelVersion, train, held } = parseReplay(JSON.parse(await readFile(json, 'utf8')), bytes);
  await isOfDetector(folder, modelVersion, 'npm run replay');
  const measured = `${(bytes.length / 1e6).toFixed(2)} MB`;
  if (bytes.length > MAX_REPLAY_BYTES) {
    throw new Error(`has ${measured}; at most ${MAX_REPLAY_BYTES / 1e6} MB are allowed`);
  }
  return `${train.length} faces and blends to train on, ${held.length} held out, ${measured}`;
}

/** What shows the memory's faces with a site's look; without a memory there need be none. */
async function transfer(folder: string): Promise<string> {
  const [json, bin] = ['json', 'bin'].map((end) => path.join(folder, `replay/transfer.${end}`));
  if (!json || !bin || (!existsSync(json) && !existsSync(bin))) {
    if (existsSync(path.join(folder, REPLAY_FILES.json)))
      throw new Error('is missing beside the replay memory');
    return 'there is none';
  }
  await useWasm();
  const bytes = await readFile(bin);
  const { modelVersion, tensors } = parseTransfer(JSON.parse(await readFile(json, 'utf8')), bytes);
  await isOfDetector(folder, modelVersion, 'python3 -m training.export.transfer');
  return `${tensors.reach.values.length} experts, ${(bytes.length / 1e6).toFixed(2)} MB`;
}

/** @throws Error naming the command that makes it again. */
async function isOfDetector(folder: string, modelVersion: string, command: string): Promise<void> {
  const calibration = v.parse(EvaluationSchema, await readJson(folder, 'detector/calibration.json'));
  if (modelVersion !== calibration.modelVersion) {
    throw new Error(
      `is of ${modelVersion}, but the detector is ${calibration.modelVersion}; make it again with ${command}`,
    );
  }
}

/** @throws ModelFilesError */
function load(folder: string): Promise<ModelFiles> {
  return loadModelFiles(
    '',
    async (name) => new Response(new Uint8Array(await readFile(path.join(folder, name)))),
  );
}

/** The extension's self-test, on WebAssembly, which every user has. */
async function golden(folder: string): Promise<string> {
  await useWasm();
  const files = await load(folder);
  const network = await Network.load(files);
  try {
    const { logit, mask } = await differences(network, files.golden);
    const { tolerance } = files.golden;
    const measured = `${logit.toExponential(1)} (${tolerance} allowed)`;
    const ofMasks = mask === null ? 'no masks to compare' : `masks ${mask.toExponential(1)}`;
    if (!(Math.max(logit, mask ?? 0) <= tolerance)) {
      throw new Error(
        `${measured}, ${ofMasks}: the weights do not compute what was trained; export them again`,
      );
    }
    return `${measured}, ${ofMasks}`;
  } finally {
    network.dispose();
  }
}
