import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ByteBuffer } from 'flatbuffers';
import { describe, expect, it } from 'vitest';
import { addNormalisationMetadata } from '../../../build/face-model.ts';

const folder = path.dirname(createRequire(import.meta.url).resolve('@mediapipe/face_detection'));
const original = new Uint8Array(readFileSync(path.join(folder, 'face_detection_full_range_sparse.tflite')));

/** Number of members of a vector field of the root table. */
function vectorLength(model: Uint8Array, field: number): number {
  const buffer = new ByteBuffer(model);
  const root = buffer.readInt32(0);
  return buffer.__vector_len(root + buffer.__offset(root, 4 + 2 * field));
}

describe('addNormalisationMetadata', () => {
  it('keeps the old bytes, aligned, at the end', () => {
    const model = addNormalisationMetadata(original);
    const at = Buffer.from(model).indexOf(Buffer.from(original));
    expect(at).toBeGreaterThan(0);
    expect(at % 16).toBe(0);
  });

  it('adds one buffer and one metadata entry, and keeps operators and subgraphs', () => {
    const model = addNormalisationMetadata(original);
    expect(new TextDecoder().decode(model.subarray(4, 8))).toBe('TFL3');
    expect(vectorLength(model, 1)).toBe(vectorLength(original, 1));
    expect(vectorLength(model, 2)).toBe(1);
    expect(vectorLength(model, 4)).toBe(vectorLength(original, 4) + 1);
    expect(Buffer.from(model).includes('TFLITE_METADATA')).toBe(true);
    expect(Buffer.from(model).includes('M001')).toBe(true);
  });

  it('gives the same bytes every time', () => {
    const again = Buffer.from(addNormalisationMetadata(original));
    expect(again.equals(addNormalisationMetadata(original))).toBe(true);
  });

  it('refuses what is no model and what has metadata', () => {
    expect(() => addNormalisationMetadata(new Uint8Array(64))).toThrow(/Not a TFLite model/);
    expect(() => addNormalisationMetadata(addNormalisationMetadata(original))).toThrow(/metadata already/);
  });
});
