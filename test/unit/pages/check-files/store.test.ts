import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import 'opfs-mock';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { deleteChecks } from '../../../../src/kept/checks.ts';
import { PrivateFolder } from '../../../../src/kept/private-folder.ts';
import { CheckStore } from '../../../../src/pages/check-files/store.ts';
import { aRecord } from './records.ts';

let stores = 0;
const open: CheckStore[] = [];
const openStore = (...given: ConstructorParameters<typeof CheckStore>): CheckStore => {
  const store = new CheckStore(...given);
  open.push(store);
  return store;
};
afterEach(() => {
  for (const store of open.splice(0)) store.close();
});
const freshName = () => `checks-${stores++}`;
const fresh = (limits = { records: 3, bytes: 1_000_000 }) => {
  const name = freshName();
  return { name, store: openStore(() => undefined, name, limits) };
};
const names = async (store: CheckStore) => (await store.all()).map(({ name }) => name);
const at = (checkedAt: number) => aRecord({ name: String(checkedAt), checkedAt });

describe('kept results', () => {
  it('come back whole, the newest first, until they are removed', async () => {
    const { name, store } = fresh();
    const records = [at(1), at(2)];
    for (const record of records) await store.put(record);
    const again = openStore(() => undefined, name);
    expect(await again.all()).toEqual([...records].reverse());
    await again.remove([records[0]?.id ?? '']);
    expect(await names(again)).toEqual(['2']);
  });

  it('are replaced by what is known later', async () => {
    const { store } = fresh();
    const record = at(1);
    await store.put(record);
    await store.put({ ...record, name: 'later' });
    await store.put({ ...record, name: 'later still', checkedAt: 5 });
    expect(await names(store)).toEqual(['later still']);
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
    const folder = new PrivateFolder(name);
    const broken = ['{"format":1,"poster":"javascript:alert(1)"}', '{"format":1,'];
    for (const text of broken) await folder.write(`2.${crypto.randomUUID()}.json`, text);
    vi.spyOn(console, 'warn').mockReturnValue(undefined);
    expect(await names(store)).toEqual(['1']);
    expect(await folder.list()).toHaveLength(1);
  });

  it('are deleted from elsewhere at once, and later ones are kept', async () => {
    const name = freshName();
    const onDeleted = vi.fn();
    const store = openStore(onDeleted, name);
    await store.put(at(1));
    await deleteChecks(name);
    expect(await names(store)).toEqual([]);
    await vi.waitFor(() => expect(onDeleted).toHaveBeenCalledOnce());
    await store.put(at(2));
    expect(await names(store)).toEqual(['2']);
  });

  it('of an earlier version’s database are taken over, and it is deleted', async () => {
    const name = freshName();
    const former = await openDB(name, 1, { upgrade: (fresh) => void fresh.createObjectStore('records') });
    await former.put('records', at(1), 'one');
    await former.put('records', { format: 1 }, 'broken');
    former.close();
    const store = openStore(() => undefined, name);
    await store.put(at(2));
    expect(await names(store)).toEqual(['2', '1']);
    expect((await indexedDB.databases()).map((database) => database.name)).not.toContain(name);
  });
});
