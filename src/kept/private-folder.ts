/**
 * A folder of the browser's private file system (OPFS). What must be gone once it is deleted lies here: a file leaves the disk's folders
 * at once, while a record that is deleted from a database stays in its files until the browser rewrites them, which nobody can force.
 */
export class PrivateFolder {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  /** Puts a file in the place of one with its name, whole or not at all. */
  async write(name: string, contents: string | Uint8Array<ArrayBuffer>): Promise<void> {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle(this.#name, { create: true });
    const file = await folder.getFileHandle(name, { create: true });
    const stream = await file.createWritable();
    await stream.write(contents);
    await stream.close();
  }

  /** @returns null if there is no such file. */
  async read(name: string): Promise<File | null> {
    return ifThere(async () => (await (await this.#open()).getFileHandle(name)).getFile());
  }

  /** All files, in any order. */
  async list(): Promise<File[]> {
    const files = await ifThere(async () => {
      const found: Promise<File | null>[] = [];
      for await (const entry of (await this.#open()).values())
        if (entry.kind === 'file') found.push(ifThere(() => entry.getFile()));
      return Promise.all(found);
    });
    return (files ?? []).filter((file) => file !== null);
  }

  /** Deletes files; those that are gone already are no error. */
  async delete(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => ifThere(async () => (await this.#open()).removeEntry(name))));
  }

  async deleteAll(): Promise<void> {
    await ifThere(async () => {
      const root = await navigator.storage.getDirectory();
      await root.removeEntry(this.#name, { recursive: true });
    });
  }

  async #open(): Promise<FileSystemDirectoryHandle> {
    return (await navigator.storage.getDirectory()).getDirectoryHandle(this.#name);
  }
}

async function ifThere<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFoundError') return null;
    throw error;
  }
}
