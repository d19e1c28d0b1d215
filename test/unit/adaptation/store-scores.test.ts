import { afterEach, describe, expect, it } from 'vitest';
import type { LevelScore } from '../../../src/adaptation/level/level.ts';
import { LEVEL } from '../../../src/adaptation/tunables.ts';
import { BASIS, closeStores, freshName, openStore, OTHER, rows, SITE } from './databases.ts';
import { DAY_MS, NOW } from './samples.ts';

afterEach(closeStores);

const BY = { basis: BASIS, version: 0 };

function score(change: Partial<LevelScore> = {}): LevelScore {
  return {
    video: 'v',
    takenAt: NOW,
    logOdds: 1.5,
    sketch: new Uint8Array(32).fill(7),
    mark: null,
    ...change,
  };
}

describe('scores of a site', () => {
  it('come back as they were, of this network alone, and the newest of too many', async () => {
    const store = await openStore();
    await store.addScores(SITE, BY, [score(), score({ video: 'w', logOdds: -2 })]);
    expect(await store.scores(SITE, BY)).toEqual({
      scores: [score(), score({ video: 'w', logOdds: -2 })],
      used: true,
    });
    expect((await store.scores(OTHER, BY)).scores).toEqual([]);
    expect((await store.scores(SITE, { ...BY, version: 1 })).scores).toEqual([]);
    expect((await store.scores(SITE, { ...BY, basis: 'network 2' })).scores).toEqual([]);
    await store.addScores(
      SITE,
      BY,
      Array.from({ length: LEVEL.scores }, () => score({ video: 'x' })),
    );
    const { scores } = await store.scores(SITE, BY);
    expect(scores).toHaveLength(LEVEL.scores);
    expect(scores.every(({ video }) => video === 'x')).toBe(true);
  });

  it('are encrypted, and expire', async () => {
    const name = freshName();
    let now = NOW;
    const store = await openStore({ name, now: () => now });
    await store.addScores(SITE, BY, [score()]);
    const [site] = await rows(name, 'sites');
    const text = JSON.stringify(site);
    expect(text).not.toContain('1.5');
    expect(text).not.toContain('7,7,7');
    now += 31 * DAY_MS;
    expect((await store.scores(SITE, BY)).scores).toEqual([]);
    await store.expire(null);
    const [after] = await rows(name, 'sites');
    expect(after?.scores).toEqual([]);
  });

  it('go with the rest of the site, and the choice about them holds until then', async () => {
    const store = await openStore();
    await store.addScores(SITE, BY, [score()]);
    await store.useLevel(SITE, false);
    await store.addScores(SITE, BY, [score()]);
    expect((await store.scores(SITE, BY)).used).toBe(false);
    await store.forget(SITE);
    expect(await store.scores(SITE, BY)).toEqual({ scores: [], used: true });
  });
});
