import { openDB } from 'idb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PrivateFolder } from '../../../src/kept/private-folder.ts';
import { AdaptationStore } from '../../../src/adaptation/store/store.ts';
import { NewerDatabaseError, StorageFullError } from '../../../src/adaptation/store/storage-errors.ts';
import {
  BASIS,
  closeStores,
  conclude,
  deleteDatabase,
  freshName,
  keyFiles,
  openStore,
  OTHER,
  rows,
  SITE,
} from './databases.ts';
import { noise, NOW, round, sample } from './samples.ts';

afterEach(() => {
  vi.restoreAllMocks();
  closeStores();
});

/** A disk that holds so many sealed samples and weights; `room` is read at each writing. */
function smallDisk(name: string, room: () => number): void {
  const put = Reflect.get(IDBObjectStore.prototype, 'put');
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    value: unknown,
  ) {
    const request = put.call(this, value);
    if (this.transaction.db.name !== name || !['sealed', 'weights'].includes(this.name)) return request;
    const counting = this.count();
    const transaction = this.transaction;
    counting.onsuccess = () => {
      if (counting.result <= room()) return;
      // As browsers do: the transaction is aborted, and its error, not the request's, tells why.
      Object.defineProperty(transaction, 'error', { value: new DOMException('full', 'QuotaExceededError') });
      transaction.abort();
    };
    return request;
  });
}

describe('a full disk', () => {
  it('makes the most redundant samples give way to new ones', async () => {
    const name = freshName();
    const store = await openStore({ name });
    const clip = Array.from({ length: 4 }, (_, n) => sample({ video: 'clip', takenAt: NOW - 100 + n }));
    await store.addSamples(SITE, BASIS, [...clip, ...Array.from({ length: 4 }, () => sample())]);
    smallDisk(name, () => 8);
    expect(await store.addSamples(SITE, BASIS, [sample({ id: 'new' })])).toEqual(['new']);
    const kept = await store.samples(SITE, BASIS);
    expect(kept.map(({ id }) => id)).toContain('new');
    expect(kept.filter(({ video }) => video === 'clip').length).toBe(2);
    expect(new Set(kept.map(({ video }) => video)).size).toBe(6);
  });

  it('makes samples of the largest site give way to a version', async () => {
    const name = freshName();
    const store = await openStore({ name });
    await store.addSamples(
      OTHER,
      BASIS,
      Array.from({ length: 8 }, () => sample()),
    );
    await store.addSamples(SITE, BASIS, [sample()]);
    smallDisk(name, () => 0.5);
    await expect(
      conclude(store, SITE, { createdAt: NOW, basis: BASIS, weights: noise(1, 8) }),
    ).rejects.toThrow(StorageFullError);
    expect(await store.active(SITE, BASIS)).toBeNull();
    expect(await store.rounds(SITE)).toEqual([]);
    expect((await store.gathered(SITE, BASIS)).faces).toBe(1);
    const left = (await store.gathered(OTHER, BASIS)).faces;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(8);
  });

  it('is told in words that say what to do', async () => {
    const name = freshName();
    const store = await openStore({ name });
    smallDisk(name, () => 0);
    const failure = store.addSamples(SITE, BASIS, [sample()]);
    await expect(failure).rejects.toThrow(StorageFullError);
    await expect(failure).rejects.toMatchObject({ notice: { code: 'storageFull' } });
    expect(await rows(name, 'samples')).toEqual([]);
  });
});

describe('a database that changes under the store', () => {
  it('is begun anew if it was deleted', async () => {
    const name = freshName();
    const store = await openStore({ name });
    await store.addSamples(SITE, BASIS, [sample()]);
    await deleteDatabase(name);
    expect(await store.samples(SITE, BASIS)).toEqual([]);
    expect(await store.addSamples(SITE, BASIS, [sample({ id: 'new' })])).toEqual(['new']);
    await store.addRound(SITE, round());
    expect((await store.samples(SITE, BASIS)).map(({ id }) => id)).toEqual(['new']);
  });

  it('is deleted in the middle of work, and the work is done in the new one', async () => {
    const name = freshName();
    const store = await openStore({ name });
    await store.addSamples(SITE, BASIS, [sample()]);
    const encrypt = crypto.subtle.encrypt.bind(crypto.subtle);
    vi.spyOn(crypto.subtle, 'encrypt').mockImplementationOnce(async (...given) => {
      await deleteDatabase(name);
      return encrypt(...given);
    });
    expect(await store.addSamples(SITE, BASIS, [sample({ id: 'new' })])).toEqual(['new']);
    expect((await store.samples(SITE, BASIS)).map(({ id }) => id)).toEqual(['new']);
  });

  it('is reopened if the browser closed it', async () => {
    const name = freshName();
    const store = await openStore({ name });
    await store.addSamples(SITE, BASIS, [sample()]);
    store.close();
    expect((await store.samples(SITE, BASIS)).length).toBe(1);
  });

  it('of a newer version is refused with a reason and left as it is', async () => {
    const name = freshName();
    const newer = await openDB(name, 99, { upgrade: (db) => void db.createObjectStore('future') });
    newer.close();
    await expect(openStore({ name })).rejects.toThrow(NewerDatabaseError);
    const still = await openDB(name);
    expect([still.version, ...still.objectStoreNames]).toEqual([99, 'future']);
    still.close();
  });

  it('upgraded by another page is let go of, and refused from then on', async () => {
    const name = freshName();
    const store = await openStore({ name });
    const newer = await openDB(name, 99);
    await expect(store.samples(SITE, BASIS)).rejects.toThrow(NewerDatabaseError);
    await expect(store.samples(SITE, BASIS)).rejects.toMatchObject({ notice: { code: 'databaseNewer' } });
    newer.close();
  });

  it('is not waited for longer than the time given', async () => {
    const name = freshName();
    // A page that holds an older version and does not hear that another wants it.
    vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => new IDBOpenDBRequest());
    await expect(openStore({ name, timeoutMs: 20 })).rejects.toMatchObject({
      notice: { code: 'databaseSlow' },
    });
    expect(await (await openStore({ name })).usage()).toEqual([]);
  });
});

describe('deleting everything', () => {
  it.each([
    ['of a newer version', 99, 'future'],
    ['that lacks its parts', 1, 'something else'],
    ['of an older version with samples of another shape', 1, 'samples'],
  ])('works on a database %s', async (_, version, part) => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const name = freshName();
    const db = await openDB(name, version, { upgrade: (made) => void made.createObjectStore(part) });
    db.close();
    await AdaptationStore.deleteAll({ name });
    expect(await AdaptationStore.exists(name)).toBe(false);
    expect(await (await openStore({ name })).usage()).toEqual([]);
  });

  it('works while pages hold the database, whose next work begins in a new one', async () => {
    const name = freshName();
    const store = await openStore({ name });
    await store.addSamples(SITE, BASIS, [sample()]);
    await AdaptationStore.deleteAll({ name });
    expect(await AdaptationStore.exists(name)).toBe(false);
    expect(await store.usage()).toEqual([]);
  });

  it('empties what a page does not let go of', async () => {
    const name = freshName();
    const store = await openStore({ name });
    await store.addSamples(SITE, BASIS, [sample()]);
    store.close();
    // It does not hear that it should.
    const deaf = await openDB(name);
    await AdaptationStore.deleteAll({ name, timeoutMs: 20 });
    expect(await deaf.count('samples')).toBe(0);
    expect(await deaf.count('keys')).toBe(0);
    deaf.close();
  });
});

describe('keys', () => {
  it('are one a site, each a file that goes when the site is forgotten', async () => {
    const name = freshName();
    const store = await openStore({ name });
    for (const origin of [SITE, OTHER]) await store.addSamples(origin, BASIS, [sample()]);
    expect((await keyFiles(name)).length).toBe(2);
    await store.forget(SITE);
    const [left, ...more] = await keyFiles(name);
    expect(more).toEqual([]);
    expect(await rows(name, 'keys')).toEqual([{ id: OTHER, name: left }]);
    expect((await store.samples(OTHER, BASIS)).length).toBe(1);
    await store.forget(null);
    expect(await keyFiles(name)).toEqual([]);
  });

  it('are gone with everything, also where the database cannot be read or is not there', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const name = freshName();
    const store = await openStore({ name });
    await store.addSamples(SITE, BASIS, [sample()]);
    store.close();
    (await openDB(name, 99)).close();
    await AdaptationStore.deleteAll({ name });
    expect(await keyFiles(name)).toEqual([]);
    await new PrivateFolder(`${name}-keys`).write(crypto.randomUUID(), new Uint8Array(32));
    await AdaptationStore.deleteAll({ name });
    expect(await keyFiles(name)).toEqual([]);
  });

  it.each([
    ['lost', null],
    ['cut', new Uint8Array(5)],
  ])('that are %s: what they sealed is told as damaged, and gathering goes on', async (_, bytes) => {
    const name = freshName();
    const store = await openStore({ name });
    await store.addSamples(SITE, BASIS, [sample()]);
    const files = new PrivateFolder(`${name}-keys`);
    const [key = ''] = await keyFiles(name);
    await files.delete([key]);
    if (bytes) await files.write(key, bytes);
    expect(await store.addSamples(SITE, BASIS, [sample({ id: 'new' })])).toEqual(['new']);
    expect((await store.samples(SITE, BASIS)).map(({ id }) => id)).toEqual(['new']);
    expect(await store.notices(SITE)).toEqual([{ code: 'facesDamaged' }]);
  });

  it('in the database, as version 1 had them, go with what they sealed; what was learned stays', async () => {
    const name = freshName();
    const first = await openDB(name, 1, {
      upgrade(made) {
        made.createObjectStore('samples', { keyPath: 'id' }).createIndex('origin', 'origin');
        for (const store of ['sealed', 'keys']) made.createObjectStore(store, { keyPath: 'id' });
        made.createObjectStore('sites', { keyPath: 'origin' });
      },
    });
    for (const store of ['samples', 'sealed', 'keys']) await first.put(store, { id: 'one', origin: SITE });
    await first.put('sites', { origin: SITE, active: 3 });
    first.close();
    (await openStore({ name })).close();
    for (const store of ['samples', 'sealed', 'keys']) expect(await rows(name, store)).toEqual([]);
    expect(await rows(name, 'sites')).toEqual([{ origin: SITE, active: 3 }]);
  });
});

it('a damaged database is told as such, with what to do', async () => {
  const name = freshName();
  const db = await openDB(name, 1, { upgrade: (made) => void made.createObjectStore('something else') });
  db.close();
  const store = await openStore({ name });
  await expect(store.usage()).rejects.toMatchObject({ notice: { code: 'databaseDamaged' } });
});

it('a disk that takes longer than a page may hold the database is waited for', async () => {
  const name = freshName();
  (await openStore({ name })).close();
  const open = indexedDB.open.bind(indexedDB);
  vi.spyOn(indexedDB, 'open').mockImplementationOnce((...given) => {
    const request = open(...given);
    // Its answer comes late.
    const listen = request.addEventListener.bind(request);
    vi.spyOn(request, 'addEventListener').mockImplementation((type: string, heard: unknown) =>
      listen(type, (event: Event) => {
        setTimeout(() => {
          if (typeof heard === 'function') Reflect.apply(heard, request, [event]);
        }, 60);
      }),
    );
    return request;
  });
  expect(await (await openStore({ name, timeoutMs: 20 })).usage()).toEqual([]);
});

describe('two pages on one database', () => {
  it('do not lose each other’s samples, and share one key', async () => {
    const name = freshName();
    const [a, b] = [await openStore({ name }), await openStore({ name })];
    const given = Array.from({ length: 12 }, () => sample());
    await Promise.all(given.map((one, n) => (n % 2 ? a : b).addSamples(SITE, BASIS, [one])));
    for (const store of [a, b]) {
      expect((await store.samples(SITE, BASIS)).map(({ id }) => id).sort()).toEqual(
        given.map(({ id }) => id).sort(),
      );
    }
    expect((await rows(name, 'keys')).length).toBe(1);
    expect(await a.notices(SITE)).toEqual([]);
  });

  it('keep to the limits together', async () => {
    const name = freshName();
    const [a, b] = [await openStore({ name }), await openStore({ name })];
    await Promise.all(
      [a, b].map((store) =>
        store.addSamples(
          SITE,
          BASIS,
          Array.from({ length: 7 }, () => sample({ video: 'clip' })),
        ),
      ),
    );
    expect((await a.samples(SITE, BASIS)).length).toBe(8);
  });

  it('draw one key, also if both find none', async () => {
    const name = freshName();
    const [a, b] = [await openStore({ name }), await openStore({ name })];
    vi.spyOn(PrivateFolder.prototype, 'write').mockImplementationOnce(async (...given) => {
      await b.addSamples(SITE, BASIS, [sample({ id: 'first' })]);
      await new PrivateFolder(`${name}-keys`).write(...given);
    });
    expect(await a.addSamples(SITE, BASIS, [sample({ id: 'second' })])).toEqual(['second']);
    expect((await a.samples(SITE, BASIS)).map(({ id }) => id)).toEqual(['first', 'second']);
    expect((await keyFiles(name)).length).toBe(1);
  });

  it('know what the other has added meanwhile', async () => {
    const name = freshName();
    const [a, b] = [await openStore({ name }), await openStore({ name })];
    const face = sample();
    const encrypt = crypto.subtle.encrypt.bind(crypto.subtle);
    vi.spyOn(crypto.subtle, 'encrypt').mockImplementationOnce(async (...given) => {
      await b.addSamples(SITE, BASIS, [face]);
      return encrypt(...given);
    });
    expect(await a.addSamples(SITE, BASIS, [{ ...face, id: 'the same again' }])).toEqual([]);
  });

  it('put one version in use of two that were compared with the same', async () => {
    const name = freshName();
    const [a, b] = [await openStore({ name }), await openStore({ name })];
    const draft = { createdAt: NOW, basis: BASIS, weights: noise(1, 8) };
    const samples = await a.addSamples(SITE, BASIS, [sample()]);
    const ends = [a, b].map((store) =>
      store.conclude(SITE, { samples, active: 0, next: draft, round: round() }),
    );
    expect((await Promise.all(ends)).sort()).toEqual(['committed', 'refused']);
    expect((await a.versions(SITE, BASIS)).map(({ number }) => number)).toEqual([1]);
    expect((await b.rounds(SITE)).map(({ version }) => version).sort()).toEqual([1, null]);
  });

  it('forget all, after which the other seals with a new key', async () => {
    const name = freshName();
    const [a, b] = [await openStore({ name }), await openStore({ name })];
    await b.addSamples(SITE, BASIS, [sample()]);
    const encrypt = crypto.subtle.encrypt.bind(crypto.subtle);
    vi.spyOn(crypto.subtle, 'encrypt').mockImplementationOnce(async (...given) => {
      await a.forget(null);
      return encrypt(...given);
    });
    expect(await b.addSamples(SITE, BASIS, [sample({ id: 'new' })])).toEqual(['new']);
    expect((await a.samples(SITE, BASIS)).map(({ id }) => id)).toEqual(['new']);
    expect(await a.notices(SITE)).toEqual([]);
  });
});
