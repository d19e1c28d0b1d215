import 'fake-indexeddb/auto';
import 'opfs-mock';
import { openDB } from 'idb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { beyondBounds, MAX_AGE_MS } from '../../../src/history/bounds.ts';
import type { HistoryRecord } from '../../../src/history/record.ts';
import { deleteRecords, keepRecords, listRecords } from '../../../src/history/store.ts';
import { PrivateFolder } from '../../../src/kept/private-folder.ts';

const NOW = Date.UTC(2026, 10, 30);
const FILE = 'records.json';
const folder = new PrivateFolder('fakefilter-history');

function aRecord(change: Partial<HistoryRecord> = {}): HistoryRecord {
  return {
    id: 'a',
    at: NOW,
    page: 'https://news.example/clip',
    site: 'news.example',
    label: 'Interview',
    verdict: { kind: 'unclear', reason: 'turned' },
    faces: 1,
    frames: 16,
    modelVersion: '1.0.0',
    ...change,
  };
}

beforeEach(() => deleteRecords(() => true));

describe('the stored history', () => {
  it('gives back what was kept, newest first, and one record for each source of a video', async () => {
    await keepRecords([aRecord(), aRecord({ id: 'b', at: NOW - 1000 })], NOW);
    await keepRecords([aRecord({ verdict: { kind: 'manipulated' } })], NOW);
    expect((await listRecords(NOW)).map(({ id, verdict }) => [id, verdict.kind])).toEqual([
      ['a', 'manipulated'],
      ['b', 'unclear'],
    ]);
  });

  it('deletes what is damaged, and goes on with the rest', async () => {
    await keepRecords([aRecord()], NOW);
    const damaged = { id: 'damaged', at: NOW, page: 'javascript:alert(1)' };
    await folder.write(FILE, JSON.stringify([aRecord(), damaged]));
    expect((await listRecords(NOW)).map(({ id }) => id)).toEqual(['a']);
    expect(await folder.readText(FILE)).not.toContain('damaged');
  });

  it('begins anew where its file is cut', async () => {
    vi.spyOn(console, 'warn').mockReturnValue(undefined);
    await folder.write(FILE, '[{"id":"a"');
    expect(await listRecords(NOW)).toEqual([]);
    await keepRecords([aRecord()], NOW);
    expect((await listRecords(NOW)).map(({ id }) => id)).toEqual(['a']);
  });

  it('loses no record of two changes at once', async () => {
    const ids = Array.from({ length: 9 }, (_, i) => String(i));
    await Promise.all(ids.map((id) => keepRecords([aRecord({ id })], NOW)));
    expect((await listRecords(NOW)).map(({ id }) => id).sort()).toEqual(ids);
  });

  it('takes over what the database of an earlier version holds, which is deleted', async () => {
    await keepRecords([aRecord()], NOW);
    const former = await openDB('fakefilter-history', 1, {
      upgrade: (fresh) => void fresh.createObjectStore('records', { keyPath: 'id' }),
    });
    await former.put('records', aRecord({ id: 'former', at: NOW - 1 }));
    await former.put('records', { id: 'damaged' });
    former.close();
    // It is looked for once a context.
    vi.resetModules();
    const begun = await import('../../../src/history/store.ts');
    expect((await begun.listRecords(NOW)).map(({ id }) => id)).toEqual(['a', 'former']);
    expect(await indexedDB.databases()).toEqual([]);
  });

  it('leaves no file once all is deleted', async () => {
    await keepRecords([aRecord()], NOW);
    await deleteRecords(() => true);
    expect(await folder.list()).toEqual([]);
  });

  it('forgets what is too old, and deletes one or all when told', async () => {
    await keepRecords([aRecord(), aRecord({ id: 'b' }), aRecord({ id: 'c' })], NOW);
    expect(await deleteRecords(({ id }) => id === 'b')).toBe(1);
    expect((await listRecords(NOW)).map(({ id }) => id).sort()).toEqual(['a', 'c']);
    expect(await listRecords(NOW + MAX_AGE_MS + 1)).toEqual([]);
    expect(await listRecords(NOW)).toEqual([]);
  });
});

it('a site that fills the history displaces its own records', () => {
  const flood = Array.from({ length: 5 }, (_, i) => ({
    id: `flood-${i}`,
    at: NOW + i,
    site: 'flood.example',
  }));
  const records = [{ id: 'old', at: NOW - 1, site: 'news.example' }, ...flood];
  expect(beyondBounds(records, NOW, 4)).toEqual(['flood-0', 'flood-1']);
});
