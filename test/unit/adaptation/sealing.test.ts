import { beforeAll, describe, expect, it } from 'vitest';
import { pack, unpack } from '../../../src/adaptation/store/sample-bytes.ts';
import { drawKey, importKey, seal, unseal } from '../../../src/adaptation/store/sealing.ts';
import { sample } from './samples.ts';

const label = { id: 'a', origin: 'https://example.com', video: 'v', takenAt: 5, basis: 'network 1' };

describe('the bytes of a sample', () => {
  it('give back the face to the byte', () => {
    const whole = sample();
    expect(unpack(pack(whole))).toEqual({ face: whole.face });
  });

  it.each([
    ['1', '01010400050000000402813c40e0007f0102030405060708090a0b0c0d0e0f'],
    ['2', '02010000050000000102030405060708090a0b0c0d0e0f'],
  ])('written in format %s are read without the self-blends', (_, hex) => {
    const before = Uint8Array.from(Buffer.from(hex, 'hex'));
    expect(unpack(before)).toEqual({ face: Uint8Array.of(1, 2, 3, 4, 5) });
    expect(unpack(before.slice(0, -1))).toBeNull();
  });

  it('are not read if cut, too long or of another format', () => {
    const bytes = pack(sample());
    expect(unpack(bytes.slice(0, -1))).toBeNull();
    expect(unpack(bytes.slice(0, 5))).toBeNull();
    expect(unpack(Uint8Array.of(...bytes, 0))).toBeNull();
    expect(unpack(bytes.with(0, 4))).toBeNull();
    expect(unpack(bytes.with(1, 1))).toBeNull();
  });
});

async function freshKey(): Promise<CryptoKey> {
  const key = await importKey(drawKey());
  if (!key) throw new Error('a drawn key is not taken for a whole one');
  return key;
}

describe('sealing', () => {
  let key: CryptoKey;
  beforeAll(async () => {
    key = await freshKey();
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
    expect(await unseal(await freshKey(), label, record)).toBeNull();
  });
});
