import { afterEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../../src/adaptation/tunables.ts';
import { BASIS, closeStores, openStore, OTHER, SITE } from './databases.ts';
import { DAY_MS, NOW, sample } from './samples.ts';

afterEach(closeStores);

const BY = { basis: BASIS, version: 0 };

describe('marks of videos', () => {
  it('are listed for their site alone, changed, taken back, and join the scores of the video', async () => {
    const store = await openStore();
    const sketch = new Uint8Array(32);
    await store.addScores(SITE, BY, [{ video: 'v', takenAt: NOW, logOdds: 1, sketch }]);
    await store.mark(SITE, 'v', 'trusted');
    await store.mark(SITE, 'w', 'trusted');
    await store.mark(SITE, 'v', 'fake');
    const marks = await store.marks(SITE);
    expect(marks.map(({ video, mark }) => [video, mark])).toEqual([
      ['w', 'trusted'],
      ['v', 'fake'],
    ]);
    expect(await store.marks(OTHER)).toEqual([]);
    expect((await store.scores(SITE, BY)).scores[0]?.mark).toBe('fake');
    await store.mark(SITE, 'v', null);
    expect((await store.marks(SITE)).map(({ video }) => video)).toEqual(['w']);
    expect((await store.scores(SITE, BY)).scores[0]?.mark).toBeNull();
  });

  it('are capped: the oldest goes, and its faces are no longer trusted', async () => {
    const store = await openStore();
    await store.addSamples(SITE, BASIS, [sample({ video: 'first' })]);
    await store.mark(SITE, 'first', 'trusted');
    expect((await store.gathered(SITE, BASIS)).trusted).toBe(1);
    for (let i = 0; i < LIMITS.marks; i++) await store.mark(SITE, `v${i}`, 'trusted');
    expect(await store.marks(SITE)).toHaveLength(LIMITS.marks);
    expect((await store.gathered(SITE, BASIS)).trusted).toBe(0);
  });

  it('expire as samples do, and go with the site', async () => {
    let now = NOW;
    const store = await openStore({ now: () => now });
    await store.mark(SITE, 'v', 'fake');
    await store.mark(OTHER, 'v', 'fake');
    await store.forget(SITE);
    expect(await store.marks(SITE)).toEqual([]);
    now += 31 * DAY_MS;
    expect(await store.marks(OTHER)).toEqual([]);
    await store.expire(null);
    now = NOW;
    expect(await store.marks(OTHER)).toEqual([]);
  });
});
