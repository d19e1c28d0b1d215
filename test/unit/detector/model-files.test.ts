import { describe, expect, it } from 'vitest';
import { INPUT_SIZE } from '../../../src/detector/crop.ts';
import { MASK_FIELDS } from '../../../src/detector/mask.ts';
import { loadModelFiles } from '../../../src/detector/model-files.ts';
import { ModelFilesError } from '../../../src/detector/model-files-error.ts';
import { modelFolder } from './trial-model.ts';

function load(folder: Map<string, Uint8Array>) {
  return loadModelFiles('models/', (url) => {
    const bytes = folder.get(url.slice('models/'.length));
    return Promise.resolve(bytes ? new Response(new Uint8Array(bytes)) : new Response('', { status: 404 }));
  });
}

describe('loadModelFiles', () => {
  it('reads a complete, undamaged model', async () => {
    const files = await load(modelFolder());
    expect(files.calibration.modelVersion).toBe('trial');
    expect(files.golden.logits).toEqual([2, -4]);
  });

  it.each([
    'detector/model.json',
    'detector/weights.bin',
    'detector/golden.bin',
    'detector/calibration.json',
  ])('refuses a model with one changed byte in %s', async (name) => {
    const folder = modelFolder();
    const bytes = folder.get(name)?.slice() ?? new Uint8Array();
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    await expect(load(folder.set(name, bytes))).rejects.toThrow(/checksum/);
  });

  it.each([
    ['of another number than the logits', [Array.from({ length: MASK_FIELDS }, () => 0)]],
    ['of another size', [[0], [0]]],
  ])('refuses golden masks %s', async (_, masks) => {
    const golden = { shape: [2, INPUT_SIZE, INPUT_SIZE, 3], logits: [2, -4], masks, tolerance: 1e-3 };
    await expect(load(modelFolder({ golden }))).rejects.toBeInstanceOf(ModelFilesError);
  });

  it('says which file is missing', async () => {
    const folder = modelFolder();
    folder.delete('detector/weights.bin');
    await expect(load(folder)).rejects.toThrow(/weights\.bin/);
  });

  it('fails with its own error if there is no model at all', async () => {
    await expect(load(new Map())).rejects.toBeInstanceOf(ModelFilesError);
  });

  it('fails with its own error if reading throws', async () => {
    const broken = loadModelFiles('models/', () => Promise.reject(new TypeError('offline')));
    await expect(broken).rejects.toBeInstanceOf(ModelFilesError);
  });
});
