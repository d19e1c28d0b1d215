import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { mkdir, readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** What was measured before, so that a run goes on where another ended. */

/** Of everything that a result depends on; the same text gives the same key. */
export function cacheKey(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** Path, size and time of change of a file: enough to notice a change without reading it. null if there is no such file. */
export async function fileIdentity(file: string): Promise<string | null> {
  const info = await stat(file).catch(() => null);
  return info?.isFile() ? `${file} ${info.size} ${info.mtimeMs}` : null;
}

/** The parts of the repository that decide what the engine says of a file. */
const ENGINE_SOURCES = [
  'src/pages/check-files',
  'src/detector',
  'src/frames',
  'src/offscreen',
  'src/verdict',
  'tools/page',
  'models/checksums.json',
  'package-lock.json',
];

async function hashInto(hash: ReturnType<typeof createHash>, file: string): Promise<void> {
  const info = await stat(file);
  if (info.isDirectory()) {
    for (const name of (await readdir(file)).sort()) await hashInto(hash, path.join(file, name));
  } else {
    hash.update(`${path.basename(file)} ${info.size}\n`).update(await readFile(file));
  }
}

/**
 * Changes with the weights and with every source of the engine.
 * @param root of the repository. @param sources files and folders in it; those that decide what is said of a file unless given.
 */
export async function engineIdentity(
  root: string,
  sources: readonly string[] = ENGINE_SOURCES,
): Promise<string> {
  const hash = createHash('sha256');
  for (const source of sources) await hashInto(hash, path.join(root, source));
  return hash.digest('hex').slice(0, 16);
}

/** Results by key in one file: a line of JSON each, added as they come, so that an interruption loses nothing. */
export class ResultLog<T> {
  readonly #file: string;
  readonly #results: Map<string, T>;

  private constructor(file: string, results: Map<string, T>) {
    this.#file = file;
    this.#results = results;
  }

  /**
   * Opens a log, which is begun where there is none. Lines that are no results are passed over: the last one may be
   * half written.
   * @param parse throws for what is no result.
   */
  static async open<T>(file: string, parse: (json: unknown) => T): Promise<ResultLog<T>> {
    await mkdir(path.dirname(file), { recursive: true });
    const text = await readFile(file, 'utf8').catch(() => '');
    const results = new Map<string, T>();
    for (const line of text.split('\n')) {
      try {
        const [key, value] = JSON.parse(line) as [unknown, unknown];
        if (typeof key === 'string') results.set(key, parse(value));
      } catch {
        continue;
      }
    }
    // What follows a half line must not be joined to it.
    if (text !== '' && !text.endsWith('\n')) appendFileSync(file, '\n');
    return new ResultLog(file, results);
  }

  get(key: string): T | undefined {
    return this.#results.get(key);
  }

  /** Written at once and whole, so that Ctrl-C comes before or after it. */
  add(key: string, value: T): void {
    this.#results.set(key, value);
    appendFileSync(this.#file, `${JSON.stringify([key, value])}\n`);
  }
}
