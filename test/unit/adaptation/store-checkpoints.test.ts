import { afterEach, describe, expect, it } from 'vitest';
import { AdaptationStore } from '../../../src/adaptation/store/store.ts';
import { BASIS, closeStores, freshName, openStore, OTHER, rows, SITE, tamper } from './databases.ts';
import { DAY_MS, NOW, sample, unfinished } from './samples.ts';

afterEach(closeStores);

describe('an interrupted round', () => {
  it('goes on while all of its samples are there', async () => {
    const store = await openStore();
    await store.addSamples(SITE, BASIS, [sample({ id: 'a' }), sample({ id: 'b' })]);
    await store.keepCheckpoint(SITE, unfinished(['a', 'b']));
    expect(await store.canResume(SITE, BASIS)).toBe(true);
    expect(await store.canResume(OTHER, BASIS)).toBe(false);
    expect(await store.checkpoint(SITE, BASIS)).toEqual(unfinished(['a', 'b']));
  });

  it('is dropped once one of them is gone or has expired, or the network is another', async () => {
    let now = NOW;
    const name = freshName();
    const store = await openStore({ name, now: () => now });
    await store.addSamples(SITE, BASIS, [
      sample({ id: 'a' }),
      sample({ id: 'old', takenAt: NOW - 29 * DAY_MS }),
    ]);
    const dropped = async (round: ReturnType<typeof unfinished>, basis = BASIS) => {
      await store.keepCheckpoint(SITE, round);
      expect(await store.canResume(SITE, basis)).toBe(false);
      return store.checkpoint(SITE, BASIS);
    };
    expect(await dropped(unfinished(['a', 'gone']))).toBeNull();
    expect(await dropped(unfinished(['a']), 'network 2, ranges 1')).toBeNull();
    now += 2 * DAY_MS;
    expect(await dropped(unfinished(['a', 'old']))).toBeNull();
    await tamper(name, 'checkpoints', { origin: SITE, step: 'once' });
    expect(await store.canResume(SITE, BASIS)).toBe(false);
    expect(await rows(name, 'checkpoints')).toEqual([]);
  });

  it('expires with the first of its samples; others stay', async () => {
    let now = NOW;
    const store = await openStore({ now: () => now });
    await store.addSamples(SITE, BASIS, [
      sample({ id: 'a' }),
      sample({ id: 'old', takenAt: NOW - 29 * DAY_MS }),
    ]);
    await store.addSamples(OTHER, BASIS, [sample({ id: 'c' })]);
    await store.keepCheckpoint(SITE, unfinished(['a', 'old']));
    await store.keepCheckpoint(OTHER, unfinished(['c']));
    now += 2 * DAY_MS;
    await store.expire(null);
    expect(await store.checkpoint(SITE, BASIS)).toBeNull();
    expect(await store.checkpoint(OTHER, BASIS)).not.toBeNull();
    now += 40 * DAY_MS;
    expect(await store.usage()).toMatchObject([{ origin: OTHER, faces: 0, bytes: 400 }]);
    await store.expire(null);
    expect(await store.usage()).toEqual([]);
  });
});

it('asking whether anything was stored makes no database', async () => {
  const name = freshName();
  expect(await AdaptationStore.exists(name)).toBe(false);
  expect(await indexedDB.databases()).not.toContainEqual(expect.objectContaining({ name }));
  await openStore({ name });
  expect(await AdaptationStore.exists(name)).toBe(true);
});
