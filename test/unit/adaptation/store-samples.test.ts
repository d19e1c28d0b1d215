import { afterEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../../src/adaptation/tunables.ts';
import { BASIS, closeStores, freshName, openStore, OTHER, rows, SITE, tamper } from './databases.ts';
import { DAY_MS, largeSample, NOW, sample } from './samples.ts';

afterEach(closeStores);

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);

/** Whether `part` lies somewhere in `whole`. */
function contains(whole: Uint8Array, part: Uint8Array): boolean {
  return Buffer.from(whole).includes(Buffer.from(part));
}

describe('samples in the store', () => {
  it('come back equal to the byte, the oldest first', async () => {
    const name = freshName();
    const first = await openStore({ name });
    const given = [sample({ takenAt: NOW - 1 }), sample({ takenAt: NOW - 3, trusted: true }), sample()];
    expect(await first.addSamples(SITE, BASIS, given)).toEqual(given.map(({ id }) => id));
    first.close();
    const back = await (await openStore({ name })).samples(SITE, BASIS);
    expect(back.map(({ takenAt }) => takenAt)).toEqual([NOW - 3, NOW - 1, NOW]);
    expect(back.sort(byId)).toEqual(given.toSorted(byId));
  });

  it('are encrypted: no record holds a map or its beginning', async () => {
    const name = freshName();
    const store = await openStore({ name });
    const given = sample({ face: new Uint8Array(96).fill(7) });
    await store.addSamples(SITE, BASIS, [given]);
    const [record] = await rows(name, 'sealed');
    if (!(record?.sealed instanceof ArrayBuffer)) throw new Error('No sealed bytes');
    const bytes = new Uint8Array(record.sealed);
    expect(contains(bytes, given.face)).toBe(false);
    expect(contains(bytes, given.face.subarray(0, 8))).toBe(false);
    const [facts] = await rows(name, 'samples');
    expect(Object.keys(facts ?? {}).sort()).toEqual([
      'basis',
      'bytes',
      'id',
      'origin',
      'takenAt',
      'trusted',
      'video',
    ]);
  });

  it('are removed with a notice where their bytes were swapped', async () => {
    const name = freshName();
    const store = await openStore({ name });
    await store.addSamples(SITE, BASIS, [sample(), sample(), sample({ id: 'whole' })]);
    const [a, b] = (await rows(name, 'sealed')).filter(({ id }) => id !== 'whole');
    await tamper(name, 'sealed', { ...a, id: b?.id }, { ...b, id: a?.id });
    expect((await store.samples(SITE, BASIS)).map(({ id }) => id)).toEqual(['whole']);
    expect(await store.notices(SITE)).toEqual([{ code: 'facesDamaged' }]);
    expect((await store.gathered(SITE, BASIS)).faces).toBe(1);
  });

  it('are removed where their facts were moved to another site, or make no sense', async () => {
    const name = freshName();
    const store = await openStore({ name });
    await store.addSamples(SITE, BASIS, [
      sample({ id: 'moved' }),
      sample({ id: 'nonsense' }),
      sample({ id: 'whole' }),
    ]);
    const all = await rows(name, 'samples');
    const moved = all.find(({ id }) => id === 'moved');
    await tamper(
      name,
      'samples',
      { ...moved, origin: OTHER },
      { id: 'nonsense', origin: SITE, takenAt: 'once' },
    );
    expect(await store.samples(OTHER, BASIS)).toEqual([]);
    expect((await store.samples(SITE, BASIS)).map(({ id }) => id)).toEqual(['whole']);
    expect((await rows(name, 'sealed')).map(({ id }) => id)).toEqual(['whole']);
  });

  it('do not stop new ones from being added when some are damaged', async () => {
    const name = freshName();
    const store = await openStore({ name });
    await store.addSamples(SITE, BASIS, [sample({ id: 'damaged' })]);
    await tamper(name, 'sealed', { id: 'damaged', iv: new Uint8Array(12), sealed: new ArrayBuffer(50) });
    expect(await store.addSamples(SITE, BASIS, [sample({ id: 'new' })])).toEqual(['new']);
    expect((await store.samples(SITE, BASIS)).map(({ id }) => id)).toEqual(['new']);
  });

  it('pass the reservoir, also across restarts', async () => {
    const name = freshName();
    const first = await openStore({ name });
    const video = 'one clip';
    const given = sample({ video });
    await first.addSamples(SITE, BASIS, [given]);
    first.close();
    const store = await openStore({ name });
    expect(await store.addSamples(SITE, BASIS, [{ ...given, id: 'again' }, given])).toEqual([]);
    for (let i = 0; i < 3; i++)
      await store.addSamples(
        SITE,
        BASIS,
        Array.from({ length: 5 }, () => sample({ video })),
      );
    expect((await store.samples(SITE, BASIS)).length).toBe(LIMITS.facesPerVideo);
    expect((await rows(name, 'sealed')).length).toBe(LIMITS.facesPerVideo);
  });

  it('stay within the bytes of a site', async () => {
    const store = await openStore();
    // Of 5 MB each, three fit.
    for (const video of ['a', 'b', 'c', 'd']) await store.addSamples(SITE, BASIS, [largeSample({ video })]);
    const { faces, bytes } = await store.gathered(SITE, BASIS);
    expect(faces).toBe(3);
    expect(bytes).toBeLessThanOrEqual(LIMITS.sampleBytes);
  });

  it('are trusted by video, also those that come later', async () => {
    const store = await openStore();
    await store.addSamples(SITE, BASIS, [
      sample({ video: 'v' }),
      sample({ video: 'v' }),
      sample({ video: 'w' }),
    ]);
    await store.addSamples(OTHER, BASIS, [sample({ video: 'v' })]);
    expect(await store.mark(SITE, 'v', 'trusted')).toBe(2);
    await store.addSamples(SITE, BASIS, [sample({ video: 'v' })]);
    const trusted = (await store.samples(SITE, BASIS)).filter((one) => one.trusted);
    expect(trusted.map(({ video }) => video)).toEqual(['v', 'v', 'v']);
    expect((await store.gathered(OTHER, BASIS)).trusted).toBe(0);
    expect(await store.mark(SITE, 'v', null)).toBe(3);
    expect((await store.gathered(SITE, BASIS)).trusted).toBe(0);
    expect(await store.mark(SITE, 'unseen', 'trusted')).toBe(0);
  });

  it('are counted by face, video and calendar day', async () => {
    const store = await openStore();
    const midnight = Date.UTC(2025, 5, 14);
    await store.addSamples(SITE, BASIS, [
      sample({ video: 'v', takenAt: midnight - 1 }),
      sample({ video: 'v', takenAt: midnight, trusted: true }),
      sample({ video: 'w', takenAt: midnight + DAY_MS - 1, trusted: true }),
    ]);
    const { bytes, ...counts } = await store.gathered(SITE, BASIS);
    expect(counts).toEqual({ faces: 3, videos: 2, days: 2, trusted: 2 });
    expect(bytes).toBeGreaterThan(3 * 96);
    expect(await store.gathered(OTHER, BASIS)).toEqual({
      faces: 0,
      videos: 0,
      days: 0,
      trusted: 0,
      bytes: 0,
    });
  });

  it('expire after 30 days', async () => {
    const name = freshName();
    let now = NOW;
    const store = await openStore({ name, now: () => now });
    await store.addSamples(SITE, BASIS, [sample({ takenAt: NOW - 10 * DAY_MS }), sample({ id: 'younger' })]);
    now = NOW + 21 * DAY_MS;
    expect((await store.samples(SITE, BASIS)).map(({ id }) => id)).toEqual(['younger']);
    expect((await store.gathered(SITE, BASIS)).faces).toBe(1);
    expect(await store.expire(BASIS)).toBe(1);
    expect((await rows(name, 'sealed')).map(({ id }) => id)).toEqual(['younger']);
  });

  it('of another network or other ranges are neither read nor counted, and go without a word', async () => {
    const name = freshName();
    const store = await openStore({ name });
    await store.addSamples(SITE, 'network 0', [sample(), sample()]);
    await store.addSamples(OTHER, 'network 0', [sample()]);
    expect(await store.samples(SITE, BASIS)).toEqual([]);
    expect(await store.takenAt(SITE, BASIS)).toEqual([]);
    expect(await store.gathered(SITE, BASIS)).toMatchObject({ faces: 0, bytes: 0 });
    // As long as nobody knows which network it will be, what is there is told as it is.
    expect((await store.gathered(SITE, null)).faces).toBe(2);
    await store.addSamples(SITE, BASIS, [sample({ id: 'new' })]);
    expect((await store.samples(SITE, BASIS)).map(({ id }) => id)).toEqual(['new']);
    expect((await rows(name, 'sealed')).length).toBe(2);
    expect(await store.expire(BASIS)).toBe(1);
    expect((await rows(name, 'sealed')).map(({ id }) => id)).toEqual(['new']);
    for (const origin of [SITE, OTHER]) expect(await store.notices(origin)).toEqual([]);
  });

  it('of before their network was written down are of another one, and ones that claim another are damaged', async () => {
    const name = freshName();
    const store = await openStore({ name });
    await store.addSamples(SITE, BASIS, [sample({ id: 'old' }), sample({ id: 'whole' })]);
    const [old] = (await rows(name, 'samples')).filter(({ id }) => id === 'old');
    const { basis, ...before } = old ?? {};
    await tamper(name, 'samples', before);
    expect((await store.samples(SITE, BASIS)).map(({ id }) => id)).toEqual(['whole']);
    expect(await store.notices(SITE)).toEqual([]);
    await tamper(name, 'samples', { ...before, basis: 'network 2' });
    expect(await store.samples(SITE, 'network 2')).toEqual([]);
    expect(await store.notices(SITE)).toEqual([{ code: 'facesDamaged' }]);
    expect(basis).toBe(BASIS);
  });
});
