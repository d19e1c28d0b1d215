import type { Round } from '../../../src/contracts/round.ts';
import * as v from 'valibot';
import { afterEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../../src/adaptation/tunables.ts';
import type { AdaptationStore } from '../../../src/adaptation/store/store.ts';
import { MAX_DETAIL } from '../../../src/contracts/notice.ts';
import { AdaptationStateSchema } from '../../../src/messages/adaptation.ts';
import {
  BASIS,
  closeStores,
  commit,
  conclude,
  freshName,
  openStore,
  OTHER,
  rows,
  SITE,
  tamper,
} from './databases.ts';
import { largeSample, NOW, noise, round, sample, unfinished } from './samples.ts';

afterEach(closeStores);

function draft(seed: number, weights = noise(seed, 50)) {
  return { createdAt: NOW + seed, basis: BASIS, weights };
}

async function withVersions(
  count: number,
  name = freshName(),
): Promise<{ store: AdaptationStore; name: string }> {
  const store = await openStore({ name });
  for (let seed = 1; seed <= count; seed++) await commit(store, SITE, draft(seed));
  return { store, name };
}

const numbers = async (store: AdaptationStore, basis = BASIS): Promise<number[]> =>
  (await store.versions(SITE, basis)).map(({ number }) => number);

async function damage(name: string, ...which: number[]): Promise<void> {
  for (const record of await rows(name, 'weights')) {
    if (!which.some((number) => number === record.number) || !(record.weights instanceof ArrayBuffer))
      continue;
    const weights = new Uint8Array(record.weights);
    weights[7] = (weights[7] ?? 0) ^ 1;
    await tamper(name, 'weights', { ...record, weights: weights.buffer });
  }
}

describe('versions in the store', () => {
  it('come back to the bit, the newest in use', async () => {
    const { store, name } = await withVersions(2);
    store.close();
    const again = await openStore({ name });
    expect(await again.active(SITE, BASIS)).toEqual({ ...draft(2), number: 2 });
    expect(await again.versions(SITE, BASIS)).toEqual([
      { number: 2, createdAt: NOW + 2, basis: BASIS },
      { number: 1, createdAt: NOW + 1, basis: BASIS },
    ]);
    expect(await again.active(OTHER, BASIS)).toBeNull();
    expect(await again.notices(SITE)).toEqual([]);
  });

  it('are the last three, and numbers are not given twice', async () => {
    const { store, name } = await withVersions(5);
    expect(await numbers(store)).toEqual([5, 4, 3]);
    expect((await rows(name, 'weights')).map(({ number }) => number)).toEqual([3, 4, 5]);
    await damage(name, 5);
    expect((await store.active(SITE, BASIS))?.number).toBe(4);
    expect(await commit(store, SITE, draft(6))).toBe(6);
  });

  it('can be chosen, the original too, but none that is not there', async () => {
    const { store } = await withVersions(2);
    await store.use(SITE, 1);
    expect((await store.active(SITE, BASIS))?.number).toBe(1);
    await store.use(SITE, 0);
    expect(await store.active(SITE, BASIS)).toBeNull();
    await expect(store.use(SITE, 3)).rejects.toMatchObject({
      notice: { code: 'versionNotKept', version: 3 },
    });
  });

  it('fall back to the next older one where the checksum is wrong, and say so', async () => {
    const { store, name } = await withVersions(3);
    await damage(name, 3);
    expect((await store.active(SITE, BASIS))?.number).toBe(2);
    expect(await store.notices(SITE)).toEqual([
      { code: 'versionDamaged', version: 3 },
      { code: 'versionInUse', version: 2 },
    ]);
    expect(await numbers(store)).toEqual([2, 1]);
  });

  it('fall back over several, to the original if none is whole', async () => {
    const { store, name } = await withVersions(3);
    await damage(name, 2, 3);
    expect((await store.active(SITE, BASIS))?.number).toBe(1);
    await damage(name, 1);
    expect(await store.active(SITE, BASIS)).toBeNull();
    expect(await store.notices(SITE)).toEqual([
      { code: 'versionDamaged', version: 3 },
      { code: 'versionDamaged', version: 2 },
      { code: 'versionDamaged', version: 1 },
      { code: 'versionInUse', version: 0 },
    ]);
    expect(await rows(name, 'weights')).toEqual([]);
  });

  it('never fall back to a newer one', async () => {
    const { store, name } = await withVersions(2);
    await store.use(SITE, 1);
    await damage(name, 1);
    expect(await store.active(SITE, BASIS)).toBeNull();
    expect(await numbers(store)).toEqual([2]);
  });

  it('notice changed facts, missing weights, weights of another version and nonsense', async () => {
    for (const harm of [
      (name: string, [facts]: Record<string, unknown>[]) =>
        tamper(name, 'versions', { ...facts, createdAt: 1 }),
      (name: string) => tamper(name, 'weights', { origin: SITE, number: 1, weights: null }),
      (name: string) => tamper(name, 'weights', { origin: SITE, number: 1, weights: new ArrayBuffer(200) }),
      (name: string) => tamper(name, 'versions', { origin: SITE, number: 1 }),
    ]) {
      const { store, name } = await withVersions(1);
      await harm(name, await rows(name, 'versions'));
      expect(await store.active(SITE, BASIS)).toBeNull();
      expect(await store.notices(SITE)).toContainEqual({ code: 'versionDamaged', version: 1 });
      expect(await numbers(store)).toEqual([]);
    }
  });

  it('of an older format, or of another network, are dropped', async () => {
    const { store, name } = await withVersions(2);
    const [first] = await rows(name, 'versions');
    await tamper(name, 'versions', { ...first, format: 1 });
    expect(await numbers(store)).toEqual([2]);
    expect(await store.notices(SITE)).toEqual([{ code: 'versionOutdated', version: 1 }]);
    expect(await store.active(SITE, 'network 2')).toBeNull();
    expect(await rows(name, 'versions')).toEqual([]);
  });

  it('of before their network was written down are dropped as those of an earlier one', async () => {
    const { store, name } = await withVersions(1);
    const [first] = await rows(name, 'versions');
    const { basis, ...before } = first ?? {};
    await tamper(name, 'versions', { ...before, modelVersion: basis, format: 1 });
    expect(await store.active(SITE, BASIS)).toBeNull();
    expect(await store.notices(SITE)).toEqual([
      { code: 'versionOutdated', version: 1 },
      { code: 'versionInUse', version: 0 },
    ]);
  });

  it('do not come to judge by claiming another network or other ranges', async () => {
    const { store, name } = await withVersions(1);
    const [first] = await rows(name, 'versions');
    await tamper(name, 'versions', { ...first, basis: 'network 2' });
    expect(await store.active(SITE, 'network 2')).toBeNull();
    expect(await store.notices(SITE)).toContainEqual({ code: 'versionDamaged', version: 1 });
  });

  it('push samples out where both together are too large', async () => {
    const store = await openStore();
    for (let i = 0; i < 3; i++) await store.addSamples(SITE, BASIS, [largeSample()]);
    for (let i = 0; i < 3; i++) await commit(store, SITE, draft(i, new Float32Array(2 ** 19 * 1.2)));
    const { faces, bytes } = await store.gathered(SITE, BASIS);
    expect(bytes).toBeLessThanOrEqual(LIMITS.siteBytes);
    expect(faces).toBe(2);
    expect(await numbers(store)).toEqual([3, 2, 1]);
  });
});

describe('the end of a round', () => {
  it('puts its version in use and writes it down, with what there was to tell of earlier ones gone', async () => {
    const { store, name } = await withVersions(2);
    await damage(name, 2);
    expect((await store.active(SITE, BASIS))?.number).toBe(1);
    expect(await store.notices(SITE)).toContainEqual({ code: 'versionDamaged', version: 2 });
    await store.keepCheckpoint(SITE, {
      basis: BASIS,
      seed: 1,
      samples: [],
      checkpoint: { step: 1, fakeRate: null, values: noise(1, 3) },
    });
    expect(await conclude(store, SITE, draft(3))).toBe('committed');
    expect((await store.rounds(SITE))[0]).toMatchObject({ outcome: 'committed', version: 3, reason: null });
    expect((await store.active(SITE, BASIS))?.number).toBe(3);
    expect(await store.notices(SITE)).toEqual([]);
    expect(await store.checkpoint(SITE, BASIS)).toBeNull();
  });

  it('keeps what the user chose meanwhile, and says so', async () => {
    const { store } = await withVersions(2);
    await store.use(SITE, 0);
    expect(await conclude(store, SITE, draft(3), { active: 2 })).toBe('refused');
    expect(await store.active(SITE, BASIS)).toBeNull();
    expect(await numbers(store)).toEqual([2, 1]);
    const [last] = await store.rounds(SITE);
    expect(last).toMatchObject({ outcome: 'refused', version: null });
    expect(last?.reason).toEqual({ code: 'overtaken' });
  });

  it('brings back the original where the version in use failed, but not over another choice', async () => {
    const { store } = await withVersions(2);
    await store.use(SITE, 1);
    expect(await conclude(store, SITE, 'original', { active: 2 })).toBe('refused');
    expect((await store.active(SITE, BASIS))?.number).toBe(1);
    expect((await store.rounds(SITE))[0]?.reason).toBeNull();
    expect(await store.notices(SITE)).toEqual([]);

    expect(await conclude(store, SITE, 'original')).toBe('refused');
    expect(await store.active(SITE, BASIS)).toBeNull();
    for (const told of [(await store.notices(SITE))[0], (await store.rounds(SITE))[0]?.reason])
      expect(told).toEqual({ code: 'fellBack' });
    // A choice answers it.
    await store.use(SITE, 2);
    expect(await store.notices(SITE)).toEqual([]);
  });

  it('leaves everything as it was if what it learned from is gone, though something newer is there', async () => {
    const { store } = await withVersions(1);
    const samples = (await store.samples(SITE, BASIS)).map(({ id }) => id);
    await store.forget(SITE);
    await store.addSamples(SITE, BASIS, [sample()]);
    await expect(conclude(store, SITE, draft(2), { samples })).rejects.toMatchObject({
      notice: { code: 'samplesDeleted' },
    });
    expect(await numbers(store)).toEqual([]);
    expect(await store.rounds(SITE)).toEqual([]);
  });

  it('does not mind faces that gave way to newer ones', async () => {
    const { store } = await withVersions(1);
    const [left] = await store.samples(SITE, BASIS);
    expect(await conclude(store, SITE, draft(2), { samples: ['gave way', left?.id ?? ''] })).toBe(
      'committed',
    );
  });
});

describe('an interrupted round', () => {
  it('goes on with the network and the ranges that it began with, and no others', async () => {
    const store = await openStore();
    const unfinished = {
      basis: BASIS,
      seed: 3,
      samples: ['a', 'b'],
      checkpoint: { step: 100, fakeRate: null, values: noise(1, 10) },
    };
    await store.keepCheckpoint(SITE, unfinished);
    expect(await store.checkpoint(SITE, BASIS)).toEqual(unfinished);
    expect(await store.checkpoint(SITE, 'network 2')).toBeNull();
    await store.dropCheckpoint(SITE);
    expect(await store.checkpoint(SITE, BASIS)).toBeNull();
  });
});

describe('rounds in the store', () => {
  const panel = { sourceGenuine: [[0, 0.5]], sourceManipulated: [[1, 1]], site: [[-1, 0]] } satisfies Record<
    string,
    [number, number][]
  >;
  const figure = { before: panel, after: panel };

  it('are the last twenty, the newest first, with the newest figure only', async () => {
    const store = await openStore();
    for (let at = 1; at <= 24; at++)
      await store.addRound(SITE, round({ at, figure: at === 24 ? null : figure }));
    await store.addRound(OTHER, round({ at: 99, figure }));
    const rounds = await store.rounds(SITE);
    expect(rounds.map(({ at }) => at)).toEqual(Array.from({ length: 20 }, (_, n) => 24 - n));
    expect(rounds.filter((one) => one.figure !== null).map(({ at }) => at)).toEqual([23]);
    expect(await store.rounds(OTHER)).toEqual([round({ at: 99, figure })]);
  });

  it('keep the last one that was judged, however many failures follow', async () => {
    const store = await openStore();
    await store.addRound(SITE, round({ at: 1, outcome: 'committed' }));
    await store.addRound(SITE, round({ at: 2, outcome: 'refused', figure }));
    for (let at = 3; at <= 30; at++) await store.addRound(SITE, round({ at, outcome: 'failed' }));
    const rounds = await store.rounds(SITE);
    expect(rounds).toHaveLength(LIMITS.rounds);
    expect(rounds.at(-1)).toEqual(round({ at: 2, outcome: 'refused', figure }));
    expect(rounds.at(-2)?.at).toBe(12);
  });

  it('are left out where they make no sense', async () => {
    const name = freshName();
    const store = await openStore({ name });
    await store.addRound(SITE, round());
    await tamper(name, 'rounds', { origin: SITE, round: { at: 'never' } });
    expect(await store.rounds(SITE)).toEqual([round()]);
  });

  it('are left out where the page could not be told of them', async () => {
    const name = freshName();
    const store = await openStore({ name });
    const point: [number, number] = [0, 0];
    const crowd = { ...panel, site: new Array<[number, number]>(2001).fill(point) };
    const odd: Partial<Round>[] = [
      { at: 0.5 },
      { at: 1e16 },
      { version: -1 },
      { version: 1e13 },
      { seconds: -1 },
      { fakeRate: 1.1 },
      { figure: { before: crowd, after: panel } },
    ];
    for (const change of odd) await tamper(name, 'rounds', { origin: SITE, round: round(change) });
    // At the limits they are told of.
    const edge = {
      at: 8.64e15,
      reason: { code: 'unexpected' as const, detail: 'x'.repeat(MAX_DETAIL) },
      version: 1e12,
      seconds: 0,
      fakeRate: 1,
    };
    await store.addRound(SITE, round(edge));
    const rounds = await store.rounds(SITE);
    expect(rounds).toEqual([round(edge)]);
    expect(v.is(AdaptationStateSchema.entries.rounds, rounds)).toBe(true);
    for (const change of odd) expect(v.is(AdaptationStateSchema.entries.rounds, [round(change)])).toBe(false);
  });
});

describe('forgetting', () => {
  it('one site leaves the other; all leaves nothing, not even the key', async () => {
    const name = freshName();
    const store = await openStore({ name });
    for (const origin of [SITE, OTHER]) {
      await store.addSamples(origin, BASIS, [sample()]);
      await commit(store, origin, draft(1));
      await store.addRound(origin, round());
    }
    await store.forget(SITE);
    expect(await store.usage()).toMatchObject([{ origin: OTHER, faces: 1, active: 1 }]);
    expect(await store.samples(SITE, BASIS)).toEqual([]);
    expect(await store.rounds(SITE)).toEqual([]);
    expect(await store.active(SITE, BASIS)).toBeNull();
    expect((await store.samples(OTHER, BASIS)).length).toBe(1);
    expect((await store.active(OTHER, BASIS))?.number).toBe(1);
    await store.forget(null);
    for (const kind of ['samples', 'sealed', 'versions', 'weights', 'sites', 'rounds', 'keys']) {
      expect(await rows(name, kind)).toEqual([]);
    }
    expect(await store.addSamples(SITE, BASIS, [sample({ id: 'new' })])).toEqual(['new']);
    expect((await store.samples(SITE, BASIS)).length).toBe(1);
  });

  it('counts every site of which anything is kept', async () => {
    const store = await openStore();
    await store.addRound(SITE, round());
    await commit(store, OTHER, draft(1));
    const third = 'https://third.example';
    await store.keepCheckpoint(third, unfinished([]));
    const [first, second, last] = await store.usage();
    expect(first).toEqual({ origin: SITE, faces: 0, bytes: 0, active: 0 });
    expect(second).toMatchObject({ origin: OTHER, faces: 1, active: 1 });
    expect(second?.bytes).toBeGreaterThan(200);
    expect(last).toEqual({ origin: third, faces: 0, bytes: 400, active: 0 });
    expect((await store.gathered(third, BASIS)).bytes).toBe(400);
  });
});
