import { isNamed } from './storage-errors.ts';

/**
 * Keys of what is kept to learn from, each a file in the browser's private file system (OPFS). A file is gone from the disk's folders
 * once it is deleted; what is deleted from a database stays in its files until the browser rewrites them, which no caller can force.
 * Names are drawn at random.
 */
export class KeyFiles {
  readonly #folder: string;

  /** @param folder one for each database. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle(this.#folder, { create: true });
    const file = await folder.getFileHandle(name, { create: true });
    const stream = await file.createWritable();
    await stream.write(bytes);
    await stream.close();
  }

  /** @returns null if there is no such file. */
  async read(name: string): Promise<Uint8Array<ArrayBuffer> | null> {
    return ifThere(async () => {
      const folder = await this.#open();
      const file = await (await folder.getFileHandle(name)).getFile();
      return new Uint8Array(await file.arrayBuffer());
    });
  }

  /** Deletes files; those that are gone already are no error. */
  async delete(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => ifThere(async () => (await this.#open()).removeEntry(name))));
  }

  /** Deletes all keys of the database. */
  async deleteAll(): Promise<void> {
    await ifThere(async () => {
      const root = await navigator.storage.getDirectory();
      await root.removeEntry(this.#folder, { recursive: true });
    });
  }

  async #open(): Promise<FileSystemDirectoryHandle> {
    return (await navigator.storage.getDirectory()).getDirectoryHandle(this.#folder);
  }
}

async function ifThere<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (isNamed(error, 'NotFoundError')) return null;
    throw error;
  }
}
