import 'opfs-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PrivateFolder } from '../../../src/kept/private-folder.ts';

const folder = new PrivateFolder('folder');

beforeEach(async () => {
  await folder.deleteAll();
  await folder.write('a', 'contents');
});
afterEach(() => vi.restoreAllMocks());

describe('a file of a private folder', () => {
  it('is not there once it was deleted while it was read', async () => {
    vi.spyOn(File.prototype, 'arrayBuffer').mockImplementation(async () => {
      await folder.deleteAll();
      throw new DOMException('', 'NotFoundError');
    });
    expect(await folder.readText('a')).toBeNull();
    expect(await folder.list()).toEqual([]);
  });

  it('is written though the folder is deleted meanwhile', async () => {
    const root = await navigator.storage.getDirectory();
    const open = root.getDirectoryHandle.bind(root);
    vi.spyOn(root, 'getDirectoryHandle').mockImplementationOnce(async (...given) => {
      const handle = await open(...given);
      await folder.deleteAll();
      vi.spyOn(handle, 'getFileHandle').mockRejectedValue(new DOMException('', 'NotFoundError'));
      return handle;
    });
    await folder.write('b', 'new');
    expect(await folder.readText('b')).toBe('new');
    expect(await folder.list()).toEqual([{ name: 'b', size: 3 }]);
  });

  it('is deleted once another page has written it', async () => {
    const busy = (): Promise<never> => Promise.reject(new DOMException('', 'NoModificationAllowedError'));
    vi.spyOn(await navigator.storage.getDirectory(), 'removeEntry')
      .mockImplementationOnce(busy)
      .mockImplementationOnce(busy);
    await folder.deleteAll();
    expect(await folder.list()).toEqual([]);
  });

  it('that stays locked is told', async () => {
    vi.useFakeTimers();
    vi.spyOn(await navigator.storage.getDirectory(), 'removeEntry').mockRejectedValue(
      new DOMException('', 'NoModificationAllowedError'),
    );
    const told = expect(folder.deleteAll()).rejects.toThrow(DOMException);
    await vi.runAllTimersAsync();
    await told;
    vi.useRealTimers();
  });
});
