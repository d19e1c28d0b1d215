import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CUT_VALUES } from '../../../src/detector/cut.ts';
import { verifyModels } from '../../../tools/verify-models/verify.ts';
import { transferFiles } from '../adaptation/cuts.ts';
import { modelFolder } from '../detector/trial-model.ts';

let folder: string;

async function put(name: string, contents: Uint8Array | string): Promise<void> {
  await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
  await writeFile(path.join(folder, name), contents);
}

/** Lists a file as it now is, as an export would. */
async function list(name: string): Promise<void> {
  const file = path.join(folder, 'checksums.json');
  const sums = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
  sums[name] = createHash('sha256')
    .update(await readFile(path.join(folder, name)))
    .digest('hex');
  await writeFile(file, JSON.stringify(sums));
}

async function replace(name: string, contents: Uint8Array | string): Promise<void> {
  await put(name, contents);
  await list(name);
}

/** What failed, a line each: "what: detail". */
async function failures(): Promise<string[]> {
  const checks = await verifyModels(folder);
  return checks.filter(({ passed }) => !passed).map(({ what, detail }) => `${what}: ${detail}`);
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-models-'));
  for (const [name, bytes] of modelFolder()) await put(name, bytes);
  await replace('evaluation.json', JSON.stringify({ modelVersion: 'trial', validation: {} }));
});
afterEach(() => rm(folder, { recursive: true }));

describe('npm run models:verify', () => {
  it('passes a whole model and says how near it is to its golden vectors', async () => {
    const checks = await verifyModels(folder);
    expect(checks.filter(({ passed }) => !passed)).toEqual([]);
    expect(checks.at(-1)).toMatchObject({ what: expect.stringMatching(/Δlogit/) as string });
    expect(checks.at(-1)?.detail).toMatch(/^\d\.\de[+-]\d+ \(0\.001 allowed\), no masks/);
  });

  it('fails a file that differs from its checksum, with both sums', async () => {
    const bytes = await readFile(path.join(folder, 'detector/weights.bin'));
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    await put('detector/weights.bin', bytes);
    const [sum, whole] = await failures();
    expect(sum).toMatch(
      /^detector\/weights\.bin: checksum: has the SHA-256 [0-9a-f]{64}, but [0-9a-f]{64} is listed/,
    );
    expect(whole).toMatch(/as the extension reads them/);
  });

  it('fails a file that is missing, and one that nobody listed', async () => {
    await rm(path.join(folder, 'detector/golden.bin'));
    await put('detector/golden-old.bin', 'left over');
    const failed = await failures();
    expect(failed.join('\n')).toMatch(/detector\/golden\.bin: checksum: ENOENT/);
    expect(failed.join('\n')).toMatch(/golden-old\.bin not listed/);
  });

  it('fails a file of another shape than its schema, and says which part', async () => {
    const { temperature: _, ...rest } = JSON.parse(
      await readFile(path.join(folder, 'detector/calibration.json'), 'utf8'),
    ) as Record<string, unknown>;
    await replace('detector/calibration.json', JSON.stringify(rest));
    const failed = await failures();
    expect(failed).toHaveLength(1);
    expect(failed[0]).toMatch(/calibration\.json is malformed: .*temperature/);
  });

  it('fails a report on another model', async () => {
    await replace('evaluation.json', JSON.stringify({ modelVersion: 'older', validation: {} }));
    expect(await failures()).toEqual([expect.stringMatching(/is about older, but the detector is trial/)]);
  });

  it('fails weights that compute something else', async () => {
    const golden = JSON.parse(await readFile(path.join(folder, 'detector/golden.json'), 'utf8')) as object;
    await replace('detector/golden.json', JSON.stringify({ ...golden, logits: [2, -3.9] }));
    expect(await failures()).toEqual([expect.stringMatching(/max \|Δlogit\|: 1\.0e-1 .*export them again/)]);
  });

  it('fails weights over 8 MB', async () => {
    await replace('detector/weights.bin', new Uint8Array(8_000_001));
    expect((await failures()).join('\n')).toMatch(/weights\.bin: at most 8 MB: has 8\.00 MB/);
  });

  describe('of the replay memory', () => {
    const memory = (modelVersion: string) => {
      const ends = (value: number) => Array.from({ length: CUT_VALUES }, () => value);
      const faces = Array.from({ length: 8 }, (_, i) => ({
        manipulated: i % 2 === 0,
        held: i % 4 > 1,
        pair: i < 4,
        stratum: 'as is',
      }));
      return JSON.stringify({ version: 2, modelVersion, ranges: { low: ends(0), high: ends(1) }, faces });
    };

    /** A transfer of the trial network, or of another. */
    const putTransfer = async (modelVersion: string) => {
      const { json, bytes } = transferFiles();
      await replace('replay/transfer.json', JSON.stringify({ ...(json as object), modelVersion }));
      await replace('replay/transfer.bin', bytes);
    };

    it('says how many faces it has', async () => {
      await putTransfer('trial');
      await replace('replay/replay.json', memory('trial'));
      await replace('replay/replay.bin', new Uint8Array(8 * CUT_VALUES));
      const checks = await verifyModels(folder);
      expect(checks.filter(({ passed }) => !passed)).toEqual([]);
      expect(checks.map(({ detail }) => detail)).toContainEqual(
        expect.stringMatching(/^4 faces and blends to train on, 4 held out/),
      );
    });

    it('fails where what shows its faces with a site’s look is missing, cut off or of another network', async () => {
      await replace('replay/replay.json', memory('trial'));
      await replace('replay/replay.bin', new Uint8Array(8 * CUT_VALUES));
      expect(await failures()).toEqual([
        expect.stringMatching(/^transfer: .*missing beside the replay memory/),
      ]);
      await putTransfer('older');
      expect(await failures()).toEqual([
        expect.stringMatching(
          /is of older, but the detector is trial; .* python3 -m training\.export\.transfer/,
        ),
      ]);
      await putTransfer('trial');
      await replace('replay/transfer.bin', new Uint8Array(8));
      expect(await failures()).toEqual([expect.stringMatching(/transfer\.bin has 8 bytes/)]);
    });

    it('fails one of another network, and one that was cut off', async () => {
      await putTransfer('trial');
      await replace('replay/replay.json', memory('older'));
      await replace('replay/replay.bin', new Uint8Array(8 * CUT_VALUES));
      expect(await failures()).toEqual([expect.stringMatching(/is of older, but the detector is trial/)]);
      await replace('replay/replay.bin', new Uint8Array(7 * CUT_VALUES));
      expect(await failures()).toEqual([expect.stringMatching(/replay\.bin holds 7 faces, replay\.json 8/)]);
    });
  });

  it('fails an empty folder without falling over', async () => {
    await rm(folder, { recursive: true });
    await mkdir(folder);
    expect((await failures()).length).toBeGreaterThan(2);
  });
});
