/** Work that another page's deletion or writing came in the way of begins anew, so many times, after so many ms. */
const ATTEMPTS = 50;
const BETWEEN_MS = 100;
/** What is told of a file that is being written, or of a folder that holds one. */
const LOCKED = 'NoModificationAllowedError';

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
  write(name: string, contents: string | Uint8Array<ArrayBuffer>): Promise<void> {
    // The folder may be deleted in the middle.
    return again(['NotFoundError', LOCKED], async () => {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle(this.#name, { create: true });
      const file = await folder.getFileHandle(name, { create: true });
      const stream = await file.createWritable();
      await stream.write(contents);
      await stream.close();
    });
  }

  /** @returns null if there is no such file, or if it was deleted while it was read. */
  read(name: string): Promise<Uint8Array<ArrayBuffer> | null> {
    return ifThere(async () => {
      const file = await (await (await this.#open()).getFileHandle(name)).getFile();
      return new Uint8Array(await file.arrayBuffer());
    });
  }

  /** As `read`, of a text. */
  async readText(name: string): Promise<string | null> {
    const bytes = await this.read(name);
    return bytes && new TextDecoder().decode(bytes);
  }

  /** Names and sizes of all files, in any order. */
  async list(): Promise<{ name: string; size: number }[]> {
    const files = await ifThere(async () => {
      const found: Promise<File | null>[] = [];
      for await (const entry of (await this.#open()).values())
        if (entry.kind === 'file') found.push(ifThere(() => entry.getFile()));
      return Promise.all(found);
    });
    return (files ?? []).filter((file) => file !== null).map(({ name, size }) => ({ name, size }));
  }

  /** Deletes files; those that are gone already are no error. */
  async delete(names: readonly string[]): Promise<void> {
    await Promise.all(
      names.map((name) => again([LOCKED], () => ifThere(async () => (await this.#open()).removeEntry(name)))),
    );
  }

  async deleteAll(): Promise<void> {
    await again([LOCKED], () =>
      ifThere(async () => {
        const root = await navigator.storage.getDirectory();
        await root.removeEntry(this.#name, { recursive: true });
      }),
    );
  }

  async #open(): Promise<FileSystemDirectoryHandle> {
    return (await navigator.storage.getDirectory()).getDirectoryHandle(this.#name);
  }
}

async function again<T>(errors: readonly string[], work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++)
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof Error) || !errors.includes(error.name)) throw error;
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
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
