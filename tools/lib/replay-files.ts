import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { quantise, type Ranges } from '../../src/adaptation/samples/quantise.ts';
import { parseReplay, type ReplayReport } from '../../src/adaptation/samples/replay.ts';

import { fromHalves } from './faces/float16.ts';

/** What every user downloads more; more needs a reason. */
export const MAX_REPLAY_BYTES = 8_000_000;
export const REPLAY_FILES = { json: 'replay/replay.json', bin: 'replay/replay.bin' } as const;

/** One face of the memory, before quantising. */
export interface MemoryFace {
  /** At the cut, as halves. */
  halves: Uint16Array;
  manipulated: boolean;
  held: boolean;
  /** A self-blend, or its base. */
  pair: boolean;
  stratum: string;
}

/** Writes the memory and its checksums. @throws ReplayError if the extension could not read it; RangeError if it is too large. */
export async function writeReplay(
  models: string,
  modelVersion: string,
  faces: readonly MemoryFace[],
  ranges: Ranges,
  report: ReplayReport,
): Promise<void> {
  const bin = Buffer.concat(faces.map(({ halves }) => quantise(fromHalves(halves), ranges)));
  if (bin.length > MAX_REPLAY_BYTES) {
    throw new RangeError(`replay.bin would have ${bin.length} bytes; ${MAX_REPLAY_BYTES} are allowed`);
  }
  const described = faces.map(({ manipulated, held, pair, stratum }) => ({
    manipulated,
    held,
    pair,
    stratum,
  }));
  const json = { version: 2, modelVersion, report, ranges, faces: described };
  parseReplay(json, bin);
  await mkdir(path.join(models, 'replay'), { recursive: true });
  await writeListed(models, [
    [REPLAY_FILES.json, Buffer.from(`${JSON.stringify(json)}\n`)],
    [REPLAY_FILES.bin, bin],
  ]);
}

async function writeListed(models: string, files: readonly (readonly [string, Buffer])[]): Promise<void> {
  const list = path.join(models, 'checksums.json');
  const sums = v.parse(v.record(v.string(), v.string()), JSON.parse(await readFile(list, 'utf8')));
  for (const [name, bytes] of files) {
    await writeFile(path.join(models, name), bytes);
    sums[name] = createHash('sha256').update(bytes).digest('hex');
  }
  const sorted = Object.fromEntries(Object.entries(sums).sort(([a], [b]) => (a < b ? -1 : 1)));
  await writeFile(list, `${JSON.stringify(sorted, null, 1)}\n`);
}
