import { beforeAll, describe, expect, it } from 'vitest';
import { pack, unpack } from '../../../src/adaptation/sample-bytes.ts';
import { drawKey, seal, unseal } from '../../../src/adaptation/sealing.ts';
import { similarity } from '../../../src/adaptation/reservoir.ts';
import { sample } from './samples.ts';

const label = { id: 'a', origin: 'https://example.com', video: 'v', takenAt: 5, basis: 'network 1' };

describe('the bytes of a sample', () => {
  it('give back every map to the byte, and the feature nearly', () => {
    const whole = sample();
    const back = unpack(pack(whole));
    expect(back?.face).toEqual(whole.face);
    expect(back?.base).toEqual(whole.base);
    expect(back?.blends).toEqual(whole.blends);
    expect(similarity(back?.feature ?? new Float32Array(), whole.feature)).toBeGreaterThan(0.9999);
  });

  it('hold samples without blends, and features of zeros or of large numbers', () => {
    const bare = sample({ blends: [], feature: new Float32Array(4) });
    expect(unpack(pack(bare))).toMatchObject({ blends: [], feature: new Float32Array(4) });
    const large = sample({ feature: Float32Array.of(-1e30, 1e30, 0) });
    expect(unpack(pack(large))?.feature[0]).toBeCloseTo(-1e30, -25);
  });

  it('refuse maps that differ in length, and features that are not finite', () => {
    expect(() => pack(sample({ base: new Uint8Array(3) }))).toThrow(RangeError);
    expect(() => pack(sample({ blends: [new Uint8Array(3)] }))).toThrow(RangeError);
    expect(() => pack(sample({ feature: Float32Array.of(1, Number.NaN) }))).toThrow(RangeError);
    expect(() => pack(sample({ feature: Float32Array.of(1, Infinity) }))).toThrow(RangeError);
  });

  it('are not read if cut, too long or of another format', () => {
    const bytes = pack(sample());
    expect(unpack(bytes.slice(0, -1))).toBeNull();
    expect(unpack(bytes.slice(0, 5))).toBeNull();
    expect(unpack(Uint8Array.of(...bytes, 0))).toBeNull();
    expect(unpack(bytes.with(0, 2))).toBeNull();
  });
});

describe('sealing', () => {
  let key: CryptoKey;
  beforeAll(async () => {
    key = await drawKey();
  });

  it('opens what it sealed', async () => {
    const whole = sample();
    expect((await unseal(key, label, await seal(key, label, whole)))?.face).toEqual(whole.face);
  });

  it('draws a key that no one can take out', async () => {
    expect(key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
  });

  it('starts each record differently', async () => {
    const whole = sample();
    const [a, b] = [await seal(key, label, whole), await seal(key, label, whole)];
    expect(a.iv).toHaveLength(12);
    expect(a.iv).not.toEqual(b.iv);
    expect(new Uint8Array(a.sealed)).not.toEqual(new Uint8Array(b.sealed));
  });

  for (const other of [
    { id: 'b' },
    { origin: 'https://other.example' },
    { video: 'w' },
    { takenAt: 6 },
    { basis: 'network 2' },
  ]) {
    it(`reports bytes under another label (${JSON.stringify(other)}) as damaged`, async () => {
      expect(await unseal(key, { ...label, ...other }, await seal(key, label, sample()))).toBeNull();
    });
  }

  it('reports changed, cut and foreign bytes as damaged', async () => {
    const record = await seal(key, label, sample());
    const changed = new Uint8Array(record.sealed.slice(0));
    changed[20] = (changed[20] ?? 0) ^ 1;
    expect(await unseal(key, label, { ...record, sealed: changed.buffer })).toBeNull();
    expect(await unseal(key, label, { ...record, sealed: record.sealed.slice(0, 10) })).toBeNull();
    expect(await unseal(key, label, { ...record, iv: new Uint8Array(0) })).toBeNull();
    expect(await unseal(await drawKey(), label, record)).toBeNull();
  });
});
