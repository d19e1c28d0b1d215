import 'fake-indexeddb/auto';
import { deleteDB, openDB } from 'idb';
import { describe, expect, it, vi } from 'vitest';
import { CheckStore } from '../../../../src/pages/check-files/store.ts';
import { aRecord } from './records.ts';

let stores = 0;
const fresh = (limits = { records: 3, bytes: 1_000_000 }) => {
  const name = `checks-${stores++}`;
  return { name, store: new CheckStore(() => undefined, name, limits) };
};
const names = async (store: CheckStore) => (await store.all()).map(({ name }) => name);
const at = (checkedAt: number) => aRecord({ name: String(checkedAt), checkedAt });

describe('kept results', () => {
  it('come back whole, the newest first, until they are removed', async () => {
    const { name, store } = fresh();
    const records = [at(1), at(2)];
    for (const record of records) await store.put(record);
    await store.close();
    const again = new CheckStore(() => undefined, name);
    expect(await again.all()).toEqual([...records].reverse());
    await again.remove([records[0]?.id ?? '']);
    expect(await names(again)).toEqual(['2']);
  });

  it('are replaced by what is known later', async () => {
    const { store } = fresh();
    const record = at(1);
    await store.put(record);
    await store.put({ ...record, name: 'later' });
    expect(await names(store)).toEqual(['later']);
  });

  it('are bounded by number and by space: the oldest go', async () => {
    const few = fresh().store;
    for (const time of [3, 1, 4, 2]) await few.put(at(time));
    expect(await names(few)).toEqual(['4', '3', '2']);
    const one = JSON.stringify(at(1)).length;
    const small = fresh({ records: 100, bytes: 2.5 * one }).store;
    for (const time of [1, 2, 3]) await small.put(at(time));
    expect(await names(small)).toEqual(['3', '2']);
  });

  it('that cannot be understood are deleted, and the others shown', async () => {
    const { name, store } = fresh();
    await store.put(at(1));
    const db = await openDB(name);
    await db.put('records', { format: 1, poster: 'javascript:alert(1)' }, 'broken');
    vi.spyOn(console, 'warn').mockReturnValue(undefined);
    expect(await names(store)).toEqual(['1']);
    expect(await db.getAllKeys('records')).toHaveLength(1);
    db.close();
  });

  it('are deleted from elsewhere at once, and later ones are kept', async () => {
    const name = `checks-${stores++}`;
    const onDeleted = vi.fn();
    const store = new CheckStore(onDeleted, name);
    await store.put(at(1));
    await deleteDB(name);
    expect(onDeleted).toHaveBeenCalledOnce();
    await store.put(at(2));
    expect(await names(store)).toEqual(['2']);
  });
});
